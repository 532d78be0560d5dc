DROP TABLE IF EXISTS bookings;
CREATE TABLE bookings (number serial PRIMARY KEY, room int NOT NULL, night date NOT NULL, guest text NOT NULL);
