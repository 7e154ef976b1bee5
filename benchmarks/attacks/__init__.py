"""The attacks of benchmarks/attack.py, a module each: rounds of chance in, an outcome each out."""
