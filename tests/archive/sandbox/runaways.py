"""Questions that would take all time, all memory, or all room, were they let."""

RUNAWAYS = {
    "repeat": "SELECT repeat(repeat('x', 100000), 100000) AS x",
    "repeat of a list": "SELECT length(repeat(repeat([1], 10000), 1000000)) AS x",
    "repeat by row": "SELECT sum(length(repeat('x', 100000000))) AS x FROM range(100)",
    "string_agg": "SELECT length(string_agg(repeat('x', 100000), '')) AS x FROM range(100000)",
    "list": "SELECT length(list(i)) AS x FROM range(10000000000) AS r(i)",
    "list of lists": "SELECT list_transform(range(10000000), lambda x: range(1000)) AS x",
    "range as a list": "SELECT range(1000000000000) AS x",
    "range as a table": "SELECT count(DISTINCT i) AS x FROM range(1000000000000) AS r(i)",
    "range counted": "SELECT sum(i % 7) AS x FROM range(1000000000000) AS r(i)",
    "cross join": "SELECT count(*) AS x FROM range(1000000) AS a(i), range(1000000) AS b(j) WHERE hash(i, j) = 0",
    "joins of joins": "SELECT count(*) AS x FROM range(100000) a(i) JOIN range(100000) b(j) ON i % 9 = j % 9 "
    "JOIN range(100000) c(k) ON j % 9 = k % 9",
    "recursion": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS x FROM n",
    "recursion that doubles": "WITH RECURSIVE n(t) AS (SELECT 'x' UNION ALL SELECT t || t FROM n) SELECT max(t) FROM n",
    "recursion that spreads": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT unnest([i, i + 1]) FROM n) "
    "SELECT count(*) FROM n",
    "sort": "SELECT * FROM (SELECT hash(i) AS h, repeat('x', 1000) AS t FROM range(100000000) r(i)) ORDER BY h LIMIT 1 "
    "OFFSET 90000000",
    "group": "SELECT count(*) FROM (SELECT i, max(repeat('x', 100)) FROM range(1000000000) r(i) GROUP BY i)",
    "window": "SELECT max(n) FROM (SELECT row_number() OVER (ORDER BY hash(i)) AS n FROM range(1000000000) r(i))",
    "regex": "SELECT regexp_matches(repeat('a', 1000000), '(a*)*(a*)*(a*)*b') AS x FROM range(100000)",
    "regex that is large": "SELECT regexp_matches('x', repeat('(a{1,100}){1,100}', 100)) AS x",
    "like": "SELECT repeat('a', 1000000) LIKE repeat('%a', 10000) || 'b' AS x FROM range(100000)",
    "levenshtein": "SELECT levenshtein(repeat('a', 1000000), repeat('b', 1000000)) AS x",
    "format": "SELECT format('{:>1000000000}', 'x') AS x",
    "printf": "SELECT printf('%1000000000d', 1) AS x",
    "pad": "SELECT lpad('x', 2000000000, 'y') AS x",
    "power": "SELECT count(*) FROM range(100000000) a(i) WHERE pow(i, 0.5) > 1e9 OR factorial(30) < i",
    "bits": "SELECT bitstring('1', 2000000000) AS x",
    "json": "SELECT json_array_length(to_json(range(100000000))) AS x",
    "many rows": "SELECT * FROM range(2000000) AS r(i)",
    "much text": "SELECT repeat('x', 1000000) AS x FROM range(1000)",
    "deep parentheses": "SELECT " + "(" * 20_000 + "1" + ")" * 20_000,
    "deep lists": "SELECT " + "[" * 5_000 + "1" + "]" * 5_000,
    "many ands": "SELECT " + " AND ".join(["true"] * 15_000),
    "many unions": " UNION ALL ".join(["SELECT 1"] * 5_000),
    "many subqueries": "SELECT " + "(SELECT " * 3_000 + "1" + ")" * 3_000,
    "many columns": "SELECT " + ", ".join(f"{i} AS c{i}" for i in range(5_000)) + " FROM range(100000)",
    "views joined": "SELECT count(*) FROM observations a, observations b, observations c, observations d, "
    "observations e, observations f, observations g, observations h, observations i, observations j, observations k, "
    "observations l, observations m, observations n, observations o, observations p, observations q, observations r",
    "a macro of times": "SELECT count(*) FROM range(1000000000) WHERE (SELECT count(*) FROM articles) = 0",
    "random": "SELECT count(DISTINCT uuid()) FROM range(1000000000)",
    "histogram": "SELECT histogram(i) FROM range(1000000000) r(i)",
    "quantile": "SELECT quantile_cont(i, 0.5) FROM range(10000000000) r(i)",
    "generate_subscripts": "SELECT count(*) FROM (SELECT unnest(range(1000000000)))",
    "pivot": "SELECT * FROM (SELECT i, i % 100000 AS k FROM range(10000000) r(i)) PIVOT (sum(i) FOR k IN ("
    + ", ".join(map(str, range(5_000))) + "))",
}  # fmt: skip
