"""The process that reads the pages of a PDF."""

from __future__ import annotations

from wp8.corpus.readers.pdf.pages import main

if __name__ == "__main__":
    main()
