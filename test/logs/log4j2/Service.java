// A warehouse: picks pieces of an article; HTTP status as the result. Logger: log4j2 with JsonLayout and a map as the message.
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.message.ObjectMessage;

public class Service {
  record Bin(int pieces, long rowVersion) {}

  private static final Logger log = LogManager.getLogger("wms.PickService");
  private static final Map<String, Bin> bins =
      new ConcurrentHashMap<>(Map.of("4006381333931", new Bin(24, 512), "4001686301234", new Bin(15, 33)));

  static int pick(String article, int pieces) throws InterruptedException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("article", article);
    line.put("pieces", pieces);
    Bin seen = bins.get(article);
    line.put("rowVersionRead", seen.rowVersion());
    int status = seen.pieces() < pieces ? 409 : 201;
    if (status == 201) {
      Thread.sleep(ThreadLocalRandom.current().nextInt(6));
      bins.put(article, new Bin(seen.pieces() - pieces, seen.rowVersion() + 1));
      line.put("rowVersionWritten", seen.rowVersion() + 1);
    }
    line.put("httpStatus", status);
    log.info(new ObjectMessage(line));
    return status;
  }

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(System.getenv("PORT"));
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/healthz", exchange -> {
      log.info("alive");
      exchange.sendResponseHeaders(200, -1);
    });
    server.createContext("/pick/", exchange -> {
      String[] parts = exchange.getRequestURI().getPath().split("/");
      ThreadContext.put("txId", UUID.randomUUID().toString());
      try {
        exchange.sendResponseHeaders(pick(parts[2], Integer.parseInt(parts[3])), -1);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      } finally {
        ThreadContext.clearAll();
      }
    });
    server.start();
    log.warn("No TLS configured");
    log.info("Listening on {}", port);
  }
}
