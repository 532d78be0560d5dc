"""Fills the shelves of the warehouse."""
import sqlite3

db = sqlite3.connect("stock.db")
db.executescript("drop table if exists stock; create table stock (sku text primary key, on_hand integer); insert into stock values ('bolt-m8', 30), ('nut-m8', 30)")
