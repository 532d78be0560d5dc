"""What a user of psycopg2 does, on each database whose URL is an argument; what came back is printed."""
import io
import sys
import threading

import psycopg2
import psycopg2.extensions


def run(url):
    connection = psycopg2.connect(url)
    cursor = connection.cursor()
    cursor.execute("drop table if exists py")
    cursor.execute("create table py (sku text primary key, n int, note text)")
    cursor.executemany("insert into py values (%s, %s, %s)", [("a", 1, None), ("b", 2, "it's; $1"), ("ü", 3, "x" * 9)])
    connection.commit()
    cursor.execute("select * from py where n > %s order by sku for update", (1,))
    print(cursor.fetchall(), cursor.rowcount, connection.info.transaction_status)
    cursor.execute("update py set n = n + 1 where sku = %s returning n", ("a",))
    print(cursor.fetchone())
    try:
        cursor.execute("insert into py values ('a', 1, null)")
    except psycopg2.Error as error:
        print(error.pgcode, connection.info.transaction_status)
    connection.rollback()
    named = connection.cursor("served")
    named.itersize = 2
    named.execute("select n from py order by n")
    print([row[0] for row in named])
    named.close()
    cursor.copy_expert("copy py from stdin", io.StringIO("c\t7\t\\N\nd\t8\ty\n"))
    out = io.StringIO()
    cursor.copy_expert("copy (select sku, n from py order by sku) to stdout", out)
    print(repr(out.getvalue()))
    try:
        cursor.copy_expert("copy py from stdin", io.StringIO("c\tno number\t\\N\n"))
    except psycopg2.Error as error:
        print(error.pgcode)
    connection.rollback()
    connection.autocommit = True
    cursor.execute("select count(*) from py; select sum(n) from py")
    print(cursor.fetchone())
    cursor.execute("listen sold")
    cursor.execute("notify sold, 'one'")
    connection.poll()
    print([(notice.channel, notice.payload) for notice in connection.notifies])
    cursor.execute("do $$ begin raise notice 'low %', 1; end $$")
    print(connection.notices)
    ended = threading.Event()

    def cancel():
        # What comes before the statement has begun has no effect.
        while not ended.wait(0.1):
            connection.cancel()

    canceller = threading.Thread(target=cancel)
    canceller.start()
    try:
        cursor.execute("select pg_sleep(60)")
    except psycopg2.extensions.QueryCanceledError as error:
        ended.set()
        print(error.pgcode)
    canceller.join()
    # So that the next one finds what this one found.
    cursor.execute("drop table py")
    connection.close()


for each in sys.argv[1:]:
    run(each)
    print("--")
