import Curriculum
import Gradus

extension LeavingLesson {
  static let translated = Exercise<Answers>(
    "translated", "Names and layouts",
    hints: [
      "Take a name apart with name.split(separator: \".\"), look up each part in `parts` once, and put the new "
        + "parts together with joined(separator: \".\").",
      "What decides on turning is the last part of the old name, and weight.rank == 2. weight.transposed() turns.",
      "Before a tensor is put into the result: if result[newName] != nil { throw NameClash(newName) }.",
    ],
    learned:
      "Most of what it takes to load a model from elsewhere is names, and a transpose for each layer.",
    landmark: Landmark("Sources/Interop/Weights/KeyMap.swift", "struct KeyMap"),
    solution: { $0.translated = Leaving.translated },
    check: checkTranslated,
    wrongAnswers: translatedMistakes.wrongAnswers(\.translated) + wrongClashes,
    rightAnswers: [
      RightAnswer("the names first, then the tensors") {
        $0.translated = { weights, parts, transposed in
          let names = weights.keys.map { old in
            (old: old, new: old.split(separator: ".").map { parts["\($0)", default: "\($0)"] })
          }
          let pairs = names.map { ($0.new.joined(separator: "."), weights[$0.old]!, $0.old) }
          return try Dictionary(
            pairs.map { name, weight, old in
              let turns = transposed.contains { old == $0 || old.hasSuffix("." + $0) }
              return (name, turns && weight.rank == 2 ? weight.transposed() : weight)
            },
            uniquingKeysWith: { _, _ in
              let new = names.map { $0.new.joined(separator: ".") }
              throw NameClash(new.first { name in new.count { $0 == name } > 1 }!)
            })
        }
      },
      RightAnswer("turned by loops over rows and columns") {
        $0.translated = { weights, parts, transposed in
          var (result, names) = ([String: Matrix](), Set<String>())
          for (name, weight) in weights {
            var words: [String] = []
            for word in name.split(separator: ".") {
              words.append(parts[String(word)] ?? "\(word)")
            }
            let new = words.joined(separator: ".")
            guard names.insert(new).inserted else { throw NameClash(new) }
            var turned = weight
            if weight.rank == 2, transposed.contains(String(name.split(separator: ".").last!)) {
              turned = .zeros([weight.shape[1], weight.shape[0]])
              for i in 0..<weight.shape[0] {
                for j in 0..<weight.shape[1] { turned[j, i] = weight[i, j] }
              }
            }
            result[new] = turned
          }
          return result
        }
      },
      RightAnswer("clashes found at the end, by counting") {
        $0.translated = { weights, parts, transposed in
          func new(_ name: String) -> String {
            name.split(separator: ".").map(String.init).map { parts[$0] ?? $0 }
              .reduce("") { $0.isEmpty ? $1 : $0 + "." + $1 }
          }
          let result = Dictionary(
            weights.map { name, weight in
              let last = String(name.reversed().prefix { $0 != "." }.reversed())
              let turns = transposed.contains(last) && weight.shape.rank == 2
              return (new(name), turns ? weight.transposed() : weight)
            }, uniquingKeysWith: { first, _ in first })
          let names = weights.keys.map(new).sorted()
          for (name, next) in zip(names, names.dropFirst()) where name == next {
            throw NameClash(name)
          }
          return result
        }
      },
    ])

  @Sendable private static func checkTranslated(_ answers: Answers) throws {
    var suspicion = Suspicion(translatedMistakes)
    func compare(
      _ weights: [String: Matrix], _ parts: [String: String], _ transposed: Set<String>,
      _ call: String
    ) throws {
      typealias Weights = [String: Matrix]
      func sorted(_ weights: Weights) -> [(key: String, value: Matrix)] {
        weights.sorted { $0.key < $1.key }
      }
      let found: Weights
      do {
        found = try answers.translated(weights, parts, transposed)
      } catch let clash as NameClash {
        throw Disagreement(
          "\(call): threw NameClash(\"\(clash.name)\"), where all new names are different.",
          why: noClash)
      }
      try suspicion.expect(
        found,
        equals: try Leaving.translated(weights, parts: parts, transposed: transposed), in: call,
        parts: [
          .value("names") { sorted($0).map(\.key) },
          .value("shapes") { sorted($0).map { "\($0.key) \($0.value.shape)" } },
          .tensor("all numbers, by name") { Matrix(sorted($0).flatMap(\.value.elements)) },
        ]
      ) { try $0(weights, parts, transposed) }
    }
    // What is turned is not square, a name holds another one in it, and a new name is an old one, too.
    try compare(
      [
        "h.0.attn.kernel": [[1, 2, 3], [4, 5, 6]], "h.0.attn.bias": [7, 8, 9],
        "h.0.attn_norm.gain": [10, 11], "h.1.kernel.table": [[12, 13, 14]],
        "h.1.gain": [[15, 16], [17, 18], [19, 20]], "kernel.kernel": [21, 22, 23],
        "attn": [24, 25],
      ],
      ["h": "blocks", "attn": "attention", "kernel": "weight", "gain": "kernel"], ["kernel"],
      "translated of seven tensors, [\"h\": \"blocks\", \"attn\": \"attention\", \"kernel\": \"weight\", "
        + "\"gain\": \"kernel\"], transposed [\"kernel\"]")
    try compare(
      ["q.w": [[1, 2]], "k.w": [[3], [4]], "v.u": [[5, 6], [7, 8]]],
      ["q": "k", "k": "q", "w": "u", "u": "w"], ["w"],
      "translated of q.w, k.w and v.u, where q and k, w and u change places, transposed [\"w\"]")
    for var input in Input.all(seed: 14_01) {
      let weights = [
        "a.b.w": input.matrix(), "b": input.tensor([input.columns]), "a.w.b": input.matrix(),
        "w": input.matrix(), "c.w": input.tensor([input.rows]),
        "d.w": input.tensor([input.rows, 2, input.columns]),
      ]
      try compare(
        weights, ["a": "b", "b": "v", "c": "cc"], ["w", "x"], "translated of matrices \(input)")
    }
    try compare([:], ["a": "b"], ["a"], "translated of nothing")
    try compare(
      ["a.w": [1], "b.w": [2]], ["a": "b", "b": "a"], [],
      "translated of a.w and b.w, where a and b change places")
    func expectClash(_ weights: [String: Matrix], _ parts: [String: String], _ call: String) throws
    {
      switch Result(catching: { try answers.translated(weights, parts, []) }) {
      case .success:
        throw Disagreement("\(call): expected a NameClash, found a result.", why: clash)
      case .failure(let error as NameClash):
        try expect(
          error.name == "c.w",
          "\(call): expected NameClash(\"c.w\"), found NameClash(\"\(error.name)\").",
          why: clashName)
      case .failure(let error):
        if error is Todo { throw error }
        throw Disagreement("\(call): threw \(error).", why: clash)
      }
    }
    try expectClash(
      ["a.w": [1], "c.w": [2], "d": [3]], ["a": "c"],
      "translated, where a.w becomes c.w, as one is called")
    try expectClash(
      ["a.w": [1], "b.w": [2], "d": [3]], ["a": "c", "b": "c"],
      "translated, where a.w and b.w both become c.w")
    try expectClash(
      ["a.w": [1], "b.w": [1]], ["a": "c", "b": "c"],
      "translated, where two equal tensors both become c.w")
  }

  static let clashName = "A NameClash says which *new* name two tensors would get."
  private static let noClash =
    "Two names became one that should not: one was put together wrongly, or a new name was compared with the old ones."
}
