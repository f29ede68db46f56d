import Curriculum
import Gradus

extension AttendingLesson {
  typealias CausalMask = @Sendable (Int, Int) throws -> Tensor<Bool>

  static let causalMask = Exercise<Answers>(
    "causalMask", "Nobody looks ahead",
    hints: [
      "Query q stands at place M − Q + q: with as many queries as keys, that is q.",
      "Tensor(repeating: false, shape: [queries, keys]), and two loops: mask[query, key] = key <= …",
    ],
    learned:
      "A mask lets all positions be computed at once and still see only their past; here true means may look.",
    landmark: Landmark("Sources/Layers/Attention/AttentionMask.swift", "func causalMask"),
    solution: { $0.causalMask = Attending.causalMask },
    check: { answers in
      // The first one tells all mistakes apart but for those that a long text shows.
      let sizes = [
        (5, 8), (70, 70), (1, 1), (2, 2), (5, 5), (9, 9), (1, 2), (1, 6), (2, 7), (4, 6), (2, 3),
        (3, 5),
        (8, 9), (3, 12), (11, 12),
      ]
      for (queries, keys) in sizes {
        let call = "causalMask(queries: \(queries), keys: \(keys))"
        let found = try answers.causalMask(queries, keys)
        let expected = try Attending.causalMask(queries: queries, keys: keys)
        let mistakes = keys == 8 && queries == 5 ? maskMistakes : keys == 70 ? longMaskMistakes : []
        try Curriculum.compare(
          found, expected, in: call, suspects: { mistakes.suspects { try $0(queries, keys) } },
          agree: { $0.shape == $1.shape && $0.elements == $1.elements },
          difference: {
            guard found.shape == expected.shape else {
              return "\(call): expected shape \(expected.shape), found shape \(found.shape)."
            }
            let place = zip(found.elements, expected.elements).enumerated()
              .first { $0.element.0 != $0.element.1 }!.offset
            return "\(call): expected \(expected.elements[place]) as element "
              + "\(expected.shape.position(ofElement: place)), found \(found.elements[place])."
          }, otherwise: "Query q may look at the keys 0 to M − Q + q, for any Q and M.")
      }
    },
    wrongAnswers: (maskMistakes + longMaskMistakes).wrongAnswers(\.causalMask),
    rightAnswers: [
      RightAnswer("a list of rows") {
        $0.causalMask = { queries, keys in
          Tensor(
            (0..<queries).map { query in
              let seen = keys - queries + query + 1
              return Array(repeating: true, count: seen)
                + Array(repeating: false, count: keys - seen)
            })
        }
      },
      RightAnswer("places compared") {
        $0.causalMask = { queries, keys in
          let last = Tensor<Int>(keys - queries..<keys).reshaped(to: [queries, 1])
          return Tensor<Int>(0..<keys).reshaped(to: [1, keys]) .<= last
        }
      },
      RightAnswer("the last rows of a square") {
        $0.causalMask = { queries, keys in
          let square = Tensor(
            shape: [keys, keys], elements: (0..<keys * keys).map { $0 % keys <= $0 / keys })
          return square[(keys - queries)...]
        }
      },
    ])

  private static let maskMistakes: [Mistake<CausalMask>] = [
    mask("inverted", "That is true where a query may not look; true means that it may.") {
      $1 > $3 - $2 + $0
    },
    mask("not itself", "A query may look at its own place, too.") { $1 < $3 - $2 + $0 },
    mask("one too far", "A query may not look at the key right after its place.") {
      $1 <= $3 - $2 + $0 + 1
    },
    mask(
      "from the first key",
      "The last query stands where the last key does: with fewer queries than keys, the triangle begins further right."
    ) { query, key, _, _ in key <= query },
    mask(
      "one further right",
      "The triangle begins M − Q further right, for any Q and M; that is 1 further right."
    ) { query, key, _, _ in key <= query + 1 },
    mask(
      "shifted to the other side", "With more keys than queries the triangle moves right, not left."
    ) { query, key, queries, keys in key <= query - (keys - queries) },
    mask("the future alone", "That is the upper triangle: a query may look back, and not ahead.") {
      $1 >= $3 - $2 + $0
    },
    mask("everything", "Everything is true: a query may not look at what comes after it.") {
      _, _, _, _ in true
    },
    mask("nothing", "Nothing is true: a query may look at itself and at what came before.") {
      _, _, _, _ in false
    },
    mask("itself alone", "A query may also look at what came before its place.") {
      $1 == $3 - $2 + $0
    },
    mask("itself and the one before", "A query may look at all that came before its place.") {
      ($3 - $2 + $0 - 1...$3 - $2 + $0).contains($1)
    },
    mask("the new keys alone", "A query may also look at the keys before all queries.") {
      ($3 - $2...$3 - $2 + $0).contains($1)
    },
    mask("the old keys alone", "A query may also look at keys of its own time, up to its place.") {
      _, key, queries, keys in key < keys - queries
    },
    mask(
      "the old keys, and itself alone",
      "A query may also look at the keys of its own time that came before its place."
    ) { $1 < $3 - $2 || $1 == $3 - $2 + $0 },
    mask(
      "the old keys, and a triangle from the first key",
      "Of the keys of its own time, which begin at M − Q, a query may look at those up to its place."
    ) { $1 < $3 - $2 || $1 <= $0 },
    mask(
      "the diagonal from the first key",
      "Query q stands at place M − Q + q, not q, and may look at all keys up to it."
    ) { query, key, _, _ in key == query },
    mask(
      "a slope from corner to corner", "From one query to the next, one more key may be looked at."
    ) { $1 <= $0 * $3 / $2 },
    mask("Q further right", "The triangle begins M − Q further right, not Q.") {
      query, key, queries, _ in key <= query + queries
    },
    mask("without the first query", "The first row is missing: queries are counted from 0.") {
      $0 > 0 && $1 <= $3 - $2 + $0
    },
    mask("without the last key", "The last key is missing: the last query may look at it.") {
      $1 < $3 - 1 && $1 <= $3 - $2 + $0
    },
    mask("keys in reverse", "The keys are in reverse order: the first one is seen by all.") {
      $3 - 1 - $1 <= $0
    },
    mask("rows in reverse", "The rows are in reverse order: the last query sees most.") {
      $1 < $3 - $0
    },
    Mistake(
      "transposed", "That has a row for each key: the mask has a row for each query.",
      { try Attending.causalMask(queries: $0, keys: $1).transposed() }),
    Mistake(
      "a square of the queries", "That has a column for each query: there are more keys.",
      { queries, _ in try Attending.causalMask(queries: queries, keys: queries) }),
    Mistake(
      "square", "That has a row for each key: there are fewer queries.",
      { _, keys in try Attending.causalMask(queries: keys, keys: keys) }),
  ]

  /// Those that a long text shows.
  private static let longMaskMistakes = [8, 16, 32].map { length in
    mask(
      "the last \(length) alone",
      "A query may look at all that came before its place, however far away it is."
    ) { query, key, queries, keys in
      let place = keys - queries + query
      return key <= place && key > place - length
    }
  }

  private static func mask(
    _ name: String, _ why: String,
    _ mayLook: @escaping @Sendable (_ query: Int, _ key: Int, _ queries: Int, _ keys: Int) -> Bool
  ) -> Mistake<CausalMask> {
    Mistake(name, why) { queries, keys in
      Tensor(
        shape: [queries, keys],
        elements: (0..<queries * keys).map { mayLook($0 / keys, $0 % keys, queries, keys) })
    }
  }
}
