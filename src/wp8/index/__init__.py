"""The index: engines behind one seam, and the store that keeps an engine's files safe."""
