python3 setup.py
race-trace record --closed --store sqlite:stock.db --query "select sku as key, on_hand as value from stock" --trace warehouse.log -- python3 pick.py "$VARIANT"
race-trace init --yes warehouse.log
race-trace check --source-root . warehouse.log
