import Curriculum
import Gradus

extension RememberingLesson {
  static let truncatedMistakes: [Mistake<Truncated>] = [
    chunked(
      "zeros at each chunk",
      "The state is reset at each chunk: the last one goes into the next chunk."
    ) { $0.forward = $0.place > 0 ? .zeros($0.forward.shape) : $0.forward },
    chunked("start at each chunk", "Each chunk begins with `start`: only the first one does.") {
      $0.forward = $0.start
    },
    chunked(
      "start on each way back", "On the way back a chunk begins with the same state as forward."
    ) {
      $0.backward = $0.start
    },
    chunked(
      "zeros on each way back", "On the way back a chunk begins with the same state as forward."
    ) {
      $0.backward = .zeros($0.backward.shape)
    },
    Mistake(
      "the gradient crosses chunks",
      "That is the gradient of the whole sequence: at a chunk's beginning the way back ends.",
      { x, start, weights, _, upstream in
        let states = try Remembering.unroll(x, from: start, weights)
        let gradients = try Remembering.backwardThroughTime(
          x, from: start, states: states, weights, upstream: upstream)
        return (states, gradients.weights)
      }),
    Mistake(
      "a chunk of one step each", "Those are chunks of one step each: use length.",
      { x, start, weights, _, upstream in
        try Remembering.truncated(x, from: start, weights, length: 1, upstream: upstream)
      }),
    Mistake(
      "a step too many in each chunk", "The chunks are one step too long.",
      { x, start, weights, length, upstream in
        try Remembering.truncated(
          x, from: start, weights, length: length + 1, upstream: upstream)
      }),
    Mistake(
      "the last, shorter chunk left out", "The last, shorter chunk is missing.",
      { x, start, weights, length, upstream in
        let end = x.shape[1] / length * length
        return try Remembering.truncated(
          x[0..., 0..<end], from: start, weights, length: length, upstream: upstream[0..., 0..<end])
      }),
    Mistake(
      "zeros at the beginning", "The first chunk begins with `start`, not with zeros.",
      { x, start, weights, length, upstream in
        try Remembering.truncated(
          x, from: .zeros(start.shape), weights, length: length, upstream: upstream)
      }),
    cut(
      "the last chunk takes the rest",
      "What is left at the end is a chunk of its own, a shorter one, and not part of the one before."
    ) { steps, length in
      var chunks = chunks(of: steps, length)
      if chunks.count > 1, chunks.last!.count < length {
        chunks.removeLast()
        chunks.append(chunks.removeLast().lowerBound..<steps)
      }
      return chunks
    },
    cut("the first chunk shorter", "The last chunk is the shorter one, not the first.") {
      steps, length in
      chunks(of: steps, length).reversed().map { steps - $0.upperBound..<steps - $0.lowerBound }
    },
    cut(
      "chunks that overlap",
      "The chunks overlap: the last step of each is the first of the next one, too."
    ) {
      steps, length in
      chunks(of: steps, length).map { $0.lowerBound..<min($0.upperBound + 1, steps) }
    },
    cut("so many chunks", "length is how many steps a chunk has, not how many chunks there are.") {
      steps, length in chunks(of: steps, max(1, steps / length))
    },
    cut("the chunks from the last to the first", "The chunks are read from the first to the last.")
    {
      steps, length in chunks(of: steps, length).reversed()
    },
    cut("the first chunk left out", "The first chunk is missing: it begins with step 0.") {
      steps, length in Array(chunks(of: steps, length).dropFirst())
    },
    cut("a step too few in each chunk", "The chunks are one step too short.") {
      steps, length in chunks(of: steps, max(1, length - 1))
    },
    cut(
      "a step between the chunks left out",
      "Between the chunks a step is missing: each has the steps first ..< first + length."
    ) { steps, length in
      chunks(of: steps, length).map {
        $0.lowerBound..<min($0.lowerBound + max(1, length - 1), steps)
      }
    },
    Mistake(
      "the last chunk's states", "Those are the last chunk's states: join those of all chunks.",
      { x, start, weights, length, upstream in
        let (states, gradient) = try Remembering.truncated(
          x, from: start, weights, length: length, upstream: upstream)
        return (states[0..., chunks(of: x.shape[1], length).last!], gradient)
      }),
    Mistake(
      "the sum begins at the weights",
      "The sum of gradients begins at weights.zeros, not at the weights themselves.",
      { x, start, weights, length, upstream in
        var result = try Remembering.truncated(
          x, from: start, weights, length: length, upstream: upstream)
        result.gradient += weights
        return result
      }),
    chunked("no gradient of the last chunk", "The last chunk has a gradient as well: add it.") {
      if $0.isLast { $0.factor = 0 }
    },
    chunked(
      "the beginning of upstream for each chunk",
      "Each chunk gets the beginning of upstream: its own part is upstream[0..., first..<end]."
    ) { $0.upstream = $0.whole[0..., 0..<$0.upstream.shape[1]] },
    chunked(
      "the state before a chunk's last step carried on",
      "The state that goes on is that after the chunk's last step; this is the one before."
    ) { $0.carried = max(0, $0.upstream.shape[1] - 2) },
    chunked(
      "the last chunk's gradient", "That is the last chunk's gradient: add up those of all chunks."
    ) { if !$0.isLast { $0.factor = 0 } },
    chunked(
      "the first chunk's gradient", "That is the first chunk's gradient: add up those of all."
    ) {
      if $0.place > 0 { $0.factor = 0 }
    },
    chunked("no gradient of the first chunk", "The first chunk has a gradient as well: add it.") {
      if $0.place == 0 { $0.factor = 0 }
    },
    chunked("averaged over the batch", "The gradients are sums over the batch, not means.") {
      $0.factor = 1 / Double($0.start.shape[0])
    },
    chunked("averaged over the chunks", "The gradients of the chunks are added up, not averaged.") {
      $0.factor = 1 / Double($0.count)
    },
    chunked(
      "the first state of a chunk carried on",
      "The state that goes on is that after the chunk's last step, not after its first."
    ) { $0.carried = 0 },
    chunked(
      "the state's gradient carried on",
      "The state goes on to the next chunk, and not the state's gradient: the way back ends here."
    ) { $0.carriesGradient = true },
    chunked(
      "the way back from the state after the chunk",
      "On the way back a chunk begins with the state before it; this is the one after it."
    ) { $0.returnsToEnd = true },
    chunked("upstream at each chunk's end alone", "Upstream counts at every step of a chunk.") {
      for t in 0..<$0.upstream.shape[1] - 1 { $0.upstream[0..., t] *= 0 }
    },
    chunked("upstream in reverse", "A chunk's upstream stands in the order of its steps.") {
      $0.upstream = reversed($0.upstream)
    },
  ]

  private struct Chunk {
    let (place, count): (Int, Int)
    let start: Matrix
    /// The states that it begins with, on the way forward and on the way back.
    var (forward, backward): (Matrix, Matrix)
    var upstream: Matrix
    /// The gradient of the states of all chunks.
    let whole: Matrix
    var factor = 1.0
    /// The step whose state goes on; nil for the last.
    var carried: Int?
    var carriesGradient = false
    var returnsToEnd = false
    var isLast: Bool { place == count - 1 }
  }

  /// Chunk after chunk, of which each is changed before it runs.
  private static func chunked(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout Chunk) -> Void
  ) -> Mistake<Truncated> {
    Mistake(name, why) { x, start, weights, length, upstream in
      try read(x, start, weights, upstream, in: chunks(of: x.shape[1], length), change)
    }
  }

  /// Other chunks, each of them treated rightly.
  private static func cut(
    _ name: String, _ why: String,
    _ chunks: @escaping @Sendable (_ steps: Int, _ length: Int) -> [Range<Int>]
  ) -> Mistake<Truncated> {
    Mistake(name, why) { x, start, weights, length, upstream in
      try read(x, start, weights, upstream, in: chunks(x.shape[1], length)) { _ in }
    }
  }

  /// The steps of each chunk.
  private static func chunks(of steps: Int, _ length: Int) -> [Range<Int>] {
    stride(from: 0, to: steps, by: length).map { $0..<min($0 + length, steps) }
  }

  private static func read(
    _ x: Matrix, _ start: Matrix, _ weights: CellWeights, _ upstream: Matrix,
    in chunks: [Range<Int>], _ change: (inout Chunk) -> Void
  ) throws -> (states: Matrix, gradient: CellWeights) {
    var (state, sum, all) = (start, weights.zeros, [Matrix]())
    for (place, times) in chunks.enumerated() {
      var chunk = Chunk(
        place: place, count: chunks.count, start: start, forward: state, backward: state,
        upstream: upstream[0..., times], whole: upstream)
      change(&chunk)
      let states = try Remembering.unroll(x[0..., times], from: chunk.forward, weights)
      let end = states[0..., times.count - 1]
      let gradients = try Remembering.backwardThroughTime(
        x[0..., times], from: chunk.returnsToEnd ? end : chunk.backward, states: states, weights,
        upstream: chunk.upstream * chunk.factor)
      sum += gradients.weights
      state =
        chunk.carriesGradient ? gradients.state : chunk.carried.map { states[0..., $0] } ?? end
      all.append(states)
    }
    return (.concatenate(all, along: 1), sum)
  }
}
