DROP TABLE IF EXISTS withdrawals, wallets;
CREATE TABLE wallets (owner text PRIMARY KEY, balance int NOT NULL);
CREATE TABLE withdrawals (number serial PRIMARY KEY, owner text NOT NULL REFERENCES wallets, amount int NOT NULL);
INSERT INTO wallets VALUES ('ada', 100);
