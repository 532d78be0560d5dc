import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Hands out the calls of tenants' quotas, in memory. Usage: java Quota.java unsafe|fixed > quota.log */
class Quota {
    record Budget(int left, long version) {}

    static final Map<String, Budget> BUDGETS = new ConcurrentHashMap<>(Map.of("acme", new Budget(6, 1), "globex", new Budget(6, 1)));
    static boolean fixed;

    static void log(String severity, String message, String fields) {
        synchronized (System.out) {
            System.out.printf("{\"@timestamp\":\"%s\",\"severity\":\"%s\",\"thread_name\":\"%s\",\"message\":\"%s\"%s}%n",
                Instant.now(), severity, Thread.currentThread().getName(), message, fields);
        }
    }

    static void take(String callId, String tenant) throws InterruptedException {
        long begun = System.nanoTime();
        Budget seen = BUDGETS.get(tenant);
        Thread.sleep(2);
        String said = ",\"call_id\":\"%s\",\"tenant\":\"%s\",\"seen_version\":%d".formatted(callId, tenant, seen.version());
        if (seen.left() < 1) {
            log("WARN", "quota exhausted", said + ",\"granted\":false,\"elapsed_us\":" + (System.nanoTime() - begun) / 1000);
            return;
        }
        Budget next = new Budget(seen.left() - 1, seen.version() + 1);
        if (fixed) {
            if (!BUDGETS.replace(tenant, seen, next)) {
                take(callId, tenant);
                return;
            }
        } else {
            BUDGETS.put(tenant, next);
        }
        log("INFO", "call granted", said + ",\"new_version\":" + next.version() + ",\"granted\":true,\"elapsed_us\":" + (System.nanoTime() - begun) / 1000);
    }

    public static void main(String[] args) throws Exception {
        fixed = args[0].equals("fixed");
        log("INFO", "quota service is up", "");
        for (int round = 0; round < 3; round++) {
            CountDownLatch gate = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int n = 0; n < 3; n++) {
                for (String tenant : List.of("acme", "globex")) {
                    String id = "c-%d-%d-%s".formatted(round, n, tenant);
                    threads.add(new Thread(() -> {
                        try {
                            gate.await();
                            take(id, tenant);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }, "caller-" + n));
                }
            }
            threads.forEach(Thread::start);
            gate.countDown();
            for (Thread thread : threads) thread.join();
        }
    }
}
