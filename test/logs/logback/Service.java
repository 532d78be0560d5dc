// Seats of a train: reads the car, waits, writes it. The result is the message alone. Logger: logback with the logstash encoder.
import static net.logstash.logback.argument.StructuredArguments.kv;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

public class Service {
  record Car(int free, int version) {}

  private static final Logger log = LoggerFactory.getLogger("rail.SeatService");
  private static final Map<String, Car> cars =
      new ConcurrentHashMap<>(Map.of("ICE-521/7", new Car(10, 80), "ICE-521/9", new Car(13, 200)));

  static int reserve(String car) throws InterruptedException {
    Car seen = cars.get(car);
    if (seen.free() == 0) {
      log.info("Car is full", kv("carriage", car), kv("oldVersion", seen.version()));
      return 410;
    }
    Thread.sleep(ThreadLocalRandom.current().nextInt(6));
    cars.put(car, new Car(seen.free() - 1, seen.version() + 1));
    log.info("Seat reserved", kv("carriage", car), kv("oldVersion", seen.version()), kv("newVersion", seen.version() + 1));
    return 200;
  }

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(System.getenv("PORT"));
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/healthz", exchange -> {
      log.info("Health probe answered");
      exchange.sendResponseHeaders(200, -1);
    });
    server.createContext("/reserve/", exchange -> {
      MDC.put("traceId", UUID.randomUUID().toString().replace("-", ""));
      try {
        log.info("Request received", kv("uri", exchange.getRequestURI().getPath()));
        exchange.sendResponseHeaders(reserve(exchange.getRequestURI().getPath().substring(9)), -1);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      } finally {
        MDC.clear();
      }
    });
    server.start();
    log.info("Started on port {}", port);
  }
}
