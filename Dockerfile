# docker build -t wp8 .
# docker run --rm -v "$PWD/letters:/corpus" wp8 search harbour
#
# Without a corpus of your own it has the one that is shipped. `-v wp8:/home/wp8` keeps its index.
FROM python:3.13-slim AS built
COPY . /src
RUN python -m venv /opt/wp8 \
    && /opt/wp8/bin/pip install --no-cache-dir -c /src/constraints.txt '/src[tantivy,plot]'

FROM python:3.13-slim
RUN useradd --create-home wp8
COPY --from=built /opt/wp8 /opt/wp8
COPY corpus /corpus
USER wp8
ENV PATH=/opt/wp8/bin:$PATH WP8_CORPUS=/corpus
WORKDIR /corpus
ENTRYPOINT ["wp8"]
