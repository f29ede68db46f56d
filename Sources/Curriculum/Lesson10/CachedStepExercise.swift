import Curriculum
import Gradus

extension AttendingLesson {
  typealias Cached = (result: Matrix, cache: KeyValues)
  typealias CachedStep = @Sendable (Matrix, Matrix, Matrix, KeyValues) throws -> Cached

  static let cachedStep = Exercise<Answers>(
    "cachedStep", "Nothing is computed twice",
    hints: [
      "With t = cache.keys.shape[2], the positions of the new tokens are t ..< t + T.",
      "The new keys are turned and go after those of the cache, along axis 2; the values go there as they are. This "
        + "comes before the attention: a token also looks at itself.",
      "causalMask(queries: T, keys: t + T): what the cache holds may be seen by all.",
    ],
    learned:
      "With a cache a new token costs one row of attention, and the result is the same, number by number.",
    landmark: Landmark("Sources/Layers/Attention/KeyValueCache.swift", "struct KeyValueCache"),
    solution: { $0.cachedStep = Attending.cachedStep },
    check: { answers in
      func compare(
        _ input: CacheCase, _ call: String, _ mistakes: [Mistake<CachedStep>] = []
      ) throws {
        let (q, k, v) = (input.queries, input.keys, input.values)
        try expect(
          answers.cachedStep(q, k, v, input.cache),
          equals: Attending.cachedStep(q, k, v, input.cache), in: call,
          parts: [
            .tensor("cache.keys", \.cache.keys), .tensor("cache.values", \.cache.values),
            .tensor("result", \.result),
          ], suspects: mistakes.suspects { try $0(q, k, v, input.cache) },
          otherwise: input.old == 70 ? looksAtAll : nil)
      }
      for (place, input) in CacheCase.all(seed: 1090).enumerated() {
        let mistakes =
          place == 0
          ? cacheMistakes : input.old == 0 ? emptyMistakes : input.old == 70 ? windowMistakes : []
        try compare(input, "cachedStep of \(input)", mistakes)
      }
      // A text of seven tokens in pieces: the result must be that of the whole.
      var generator = RandomGenerator(seed: 1091)
      let text = (0..<3).map { _ in Matrix.normal([2, 3, 7, 4], using: &generator) }
      let none = KeyValues(keys: .zeros([2, 3, 0, 4]), values: .zeros([2, 3, 0, 4]))
      let whole = try Attending.cachedStep(text[0], text[1], text[2], none).result
      for sizes in [[1, 1, 1, 1, 1, 1, 1], [3, 1, 3], [7]] {
        var (cache, start) = (none, 0)
        for size in sizes {
          let part = text.map { $0[0..., 0..., start..<start + size] }
          let step = try answers.cachedStep(part[0], part[1], part[2], cache)
          try expect(
            step.result, equals: whole[0..., 0..., start..<start + size],
            in:
              "cachedStep, a text of 7 tokens in pieces of \(sizes), tokens \(start)..<\(start + size)"
          )
          cache = step.cache
          start += size
        }
      }
    },
    wrongAnswers: (cacheMistakes + emptyMistakes + windowMistakes).wrongAnswers(\.cachedStep),
    rightAnswers: [
      RightAnswer("the framework's attention") {
        $0.cachedStep = { queries, keys, values, cache in
          let start = cache.keys.shape[2]
          let turned = Gradus.rotated(Node(keys), from: start).value
          let all = KeyValues(
            keys: .concatenate([cache.keys, turned], along: 2),
            values: .concatenate([cache.values, values], along: 2))
          let result = scaledDotProductAttention(
            Gradus.rotated(Node(queries), from: start), Node(all.keys), Node(all.values),
            isCausal: true)
          return (result.value, all)
        }
      },
      RightAnswer("token by token") {
        $0.cachedStep = { queries, keys, values, cache in
          var (cache, results) = (cache, [Matrix]())
          for token in 0..<queries.shape[2] {
            let position = Matrix([Double(cache.keys.shape[2])])
            func part(_ x: Matrix) -> Matrix { x[0..., 0..., token..<token + 1] }
            let key = try Attending.rotated(part(keys), at: position)
            cache.keys = .concatenate([cache.keys, key], along: 2)
            cache.values = .concatenate([cache.values, part(values)], along: 2)
            results.append(
              try Attending.attention(
                Attending.rotated(part(queries), at: position), cache.keys, cache.values,
                mask: Tensor(repeating: true, shape: [1, cache.keys.shape[2]])))
          }
          return (.concatenate(results, along: 2), cache)
        }
      },
      RightAnswer("queries and keys turned together") {
        $0.cachedStep = { queries, keys, values, cache in
          let (start, count) = (cache.keys.shape[2], queries.shape[2])
          let positions = Matrix(Tensor<Int>(0..<count)) + Double(start)
          let turned = try Attending.rotated(
            .concatenate([queries, keys], along: 1), at: positions
          )
          .split(into: 2, along: 1)
          let keys = Matrix.concatenate([cache.keys, turned[1]], along: 2)
          let values = Matrix.concatenate([cache.values, values], along: 2)
          let mask = try Attending.causalMask(queries: count, keys: start + count)
          return (
            try Attending.attention(turned[0], keys, values, mask: mask),
            KeyValues(keys: keys, values: values)
          )
        }
      },
    ])
}
