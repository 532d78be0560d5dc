DROP TABLE IF EXISTS tickets, events;
CREATE TABLE events (id int PRIMARY KEY, capacity int NOT NULL, remaining int NOT NULL);
CREATE TABLE tickets (number serial PRIMARY KEY, event int NOT NULL REFERENCES events, buyer text NOT NULL);
INSERT INTO events VALUES (7, 1, 1);
