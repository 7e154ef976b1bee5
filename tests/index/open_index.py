import sys

from whoosh.index import open_dir
from whoosh.qparser import QueryParser

index = open_dir(sys.argv[1])
parse = QueryParser("text", index.schema).parse
with index.searcher() as searcher:
    for typed in ("cement", '"national economic development"'):
        for hit in searcher.search(parse(typed), filter=parse("kind:paragraph"), limit=None):
            print(typed, hit["id"], hit["document"], hit["kind"], hit["section"], hit["number"])
            print(hit["text"])
