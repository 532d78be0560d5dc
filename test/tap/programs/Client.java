import java.io.StringReader;
import java.io.StringWriter;
import java.sql.*;
import java.util.*;
import org.postgresql.PGConnection;

/** What a user of JDBC does, on each database whose URL is an argument; what came back is printed. */
public class Client {
  public static void main(String[] urls) throws Exception {
    for (String url : urls) {
      try (Connection connection = DriverManager.getConnection(url)) {
        run(connection);
      }
      System.out.println("--");
    }
  }

  static void run(Connection connection) throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists java");
      statement.execute("create table java (sku text primary key, n int, big bigint, at timestamptz)");
      connection.setAutoCommit(false);
      try (PreparedStatement insert = connection.prepareStatement("insert into java values (?, ?, ?, ?)")) {
        for (int row = 0; row < 700; row++) {
          insert.setString(1, "s" + row);
          insert.setInt(2, row);
          insert.setLong(3, 1L << 40);
          insert.setTimestamp(4, new Timestamp(0));
          insert.addBatch();
        }
        System.out.println(Arrays.stream(insert.executeBatch()).sum());
      }
      connection.commit();
      // From the second time on the statement has a name, and numbers are binary.
      try (PreparedStatement select = connection.prepareStatement("select n, big from java where sku = ? for update")) {
        for (int time = 0; time < 4; time++) {
          select.setString(1, "s" + time);
          ResultSet found = select.executeQuery();
          found.next();
          System.out.println(found.getInt(1) + " " + found.getLong(2));
        }
      }
      connection.commit();
      try (PreparedStatement select = connection.prepareStatement("select n from java order by n")) {
        select.setFetchSize(100);
        int sum = 0;
        for (ResultSet found = select.executeQuery(); found.next();) sum += found.getInt(1);
        System.out.println(sum);
      }
      try {
        statement.execute("insert into java values ('s1', 1, 1, null)");
      } catch (SQLException error) {
        System.out.println(error.getSQLState());
      }
      connection.rollback();
      var copies = connection.unwrap(PGConnection.class).getCopyAPI();
      System.out.println(copies.copyIn("copy java (sku, n) from stdin", new StringReader("x\t1\ny\t2\n")));
      StringWriter out = new StringWriter();
      System.out.println(copies.copyOut("copy (select sku, n from java where big is null order by 1) to stdout", out));
      System.out.println(out.toString().replace("\n", "|"));
      connection.commit();
      connection.setAutoCommit(true);
      System.out.println(statement.execute("update java set n = 0 where sku = 'x'; select 5; select 6"));
      System.out.println(statement.getUpdateCount() + " " + statement.getMoreResults());
      statement.execute("listen sold");
      statement.execute("notify sold, 'one'");
      for (var notice : connection.unwrap(PGConnection.class).getNotifications())
        System.out.println(notice.getName() + " " + notice.getParameter());
      statement.setQueryTimeout(1);
      try {
        statement.execute("select pg_sleep(60)");
      } catch (SQLException error) {
        System.out.println(error.getSQLState());
      }
    }
  }
}
