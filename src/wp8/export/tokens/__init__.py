"""Texts token by token, for programs that count them: vertical, CoNLL-U, words in TEI."""
