"""Answers for the online-retail export, computed by DuckDB: rows, invoices, refunds and net revenue of each customer.

    pip install duckdb; python3 uci.py FOLDER/uci-online-retail-2010-12/by-day > uci-per-customer.csv
"""
import sys
import duckdb

query = f"""
copy (
  select cast(cast(CustomerID as double) as bigint) as customer,
         count(*) as rows,
         count(distinct InvoiceNo) filter (Quantity > 0) as invoices,
         count(*) filter (Quantity < 0) as refunds,
         sum(Quantity * UnitPrice) as net
  from read_csv('{sys.argv[1]}/*.csv', header = true, types = {{
    'InvoiceNo': 'varchar', 'StockCode': 'varchar', 'Description': 'varchar', 'Quantity': 'bigint',
    'InvoiceDate': 'timestamp', 'UnitPrice': 'decimal(12, 3)', 'CustomerID': 'varchar', 'Country': 'varchar'}})
  where CustomerID is not null and CustomerID <> ''
  group by 1 order by 1
) to '/dev/stdout' (header, delimiter ',')
"""
duckdb.sql(query)
