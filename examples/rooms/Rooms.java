import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Executors;

/**
 * Books rooms: {@code POST /rooms/12/2030-01-31?ada} answers 201, or 409 when another guest has the room that night.
 * {@code JDBC_URL=jdbc:postgresql://… PORT=3000 java -cp postgresql.jar Rooms.java unsafe|fixed}
 */
public class Rooms {
  public static void main(String[] args) throws Exception {
    boolean fixed = args.length > 0 && args[0].equals("fixed");
    int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "3000"));
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/rooms/", exchange -> {
      String[] path = exchange.getRequestURI().getPath().split("/");
      String guest = exchange.getRequestURI().getQuery();
      int status;
      try {
        status = book(Integer.parseInt(path[2]), Date.valueOf(path[3]), guest, fixed);
      } catch (SQLException error) {
        System.err.println(error.getMessage());
        status = 500;
      }
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    });
    server.start();
  }

  /** One transaction: looks whether the room is free, and takes it. SERIALIZABLE refuses one of two that both saw it free. */
  static int book(int room, Date night, String guest, boolean fixed) throws SQLException {
    try (Connection db = DriverManager.getConnection(System.getenv("JDBC_URL"))) {
      if (fixed) db.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      db.setAutoCommit(false);
      try {
        int status = take(db, room, night, guest);
        db.commit();
        return status;
      } catch (SQLException error) {
        db.rollback();
        if ("40001".equals(error.getSQLState())) return 409;
        throw error;
      }
    }
  }

  private static int take(Connection db, int room, Date night, String guest) throws SQLException {
    try (var select = db.prepareStatement("SELECT guest FROM bookings WHERE room = ? AND night = ?")) {
      select.setInt(1, room);
      select.setDate(2, night);
      if (select.executeQuery().next()) return 409;
    }
    try (var insert = db.prepareStatement("INSERT INTO bookings (room, night, guest) VALUES (?, ?, ?)")) {
      insert.setInt(1, room);
      insert.setDate(2, night);
      insert.setString(3, guest);
      insert.executeUpdate();
    }
    return 201;
  }
}
