/** A stream's chunks. Not every browser can iterate a stream by itself. Leaving early cancels it. */
export async function* chunksOf<Chunk>(stream: ReadableStream<Chunk>): AsyncGenerator<Chunk, void> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // The stream may have failed already; its failure was thrown above.
    await reader.cancel().catch(() => undefined);
  }
}
