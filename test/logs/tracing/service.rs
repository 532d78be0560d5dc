// Licences: reads the pool, waits, writes it. Logger: tracing with the JSON formatter of tracing-subscriber.
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

type Pools = Arc<Mutex<HashMap<String, (u32, u64)>>>;

fn jitter() -> Duration {
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().subsec_nanos();
    Duration::from_micros(u64::from(nanos / 1000) % 6000)
}

fn check_out(pools: &Pools, pool: &str) -> u16 {
    let began = Instant::now();
    let (seats, gen) = pools.lock().unwrap()[pool];
    if seats == 0 {
        let took_us = began.elapsed().as_micros() as u64;
        tracing::info!(pool, decision = "pool_empty", gen_before = gen, took_us, "checkout finished");
        return 409;
    }
    std::thread::sleep(jitter());
    pools.lock().unwrap().insert(pool.to_string(), (seats - 1, gen + 1));
    let took_us = began.elapsed().as_micros() as u64;
    tracing::info!(pool, decision = "issued", gen_before = gen, gen_after = gen + 1, took_us, "checkout finished");
    200
}

fn serve(pools: &Pools, mut stream: TcpStream) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    while let Some(Ok(first)) = lines.next() {
        let (mut corr, path) = (String::new(), first.split(' ').nth(1).unwrap_or("/").to_string());
        for header in lines.by_ref().map_while(Result::ok).take_while(|line| !line.is_empty()) {
            if let Some(id) = header.to_lowercase().strip_prefix("x-trace-id: ") {
                corr = format!("c-{id}");
            }
        }
        let status = match path.strip_prefix("/checkout/") {
            Some(pool) => {
                let span = tracing::info_span!("request", corr);
                let _entered = span.enter();
                check_out(pools, pool)
            }
            None => {
                tracing::info!("probe");
                200
            }
        };
        write!(stream, "HTTP/1.1 {status} -\r\ncontent-length: 0\r\n\r\n")?;
    }
    Ok(())
}

fn main() -> std::io::Result<()> {
    tracing_subscriber::fmt().json().init();
    let pools: Pools = Arc::new(Mutex::new(HashMap::from([
        ("cad".to_string(), (9, 2)),
        ("office".to_string(), (14, 60)),
    ])));
    let listener = TcpListener::bind(format!("127.0.0.1:{}", std::env::var("PORT").unwrap()))?;
    tracing::info!(pools = 2, "listening");
    for stream in listener.incoming() {
        let (pools, stream) = (Arc::clone(&pools), stream?);
        std::thread::spawn(move || serve(&pools, stream));
    }
    Ok(())
}
