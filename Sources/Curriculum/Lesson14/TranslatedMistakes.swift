import Curriculum
import Gradus

extension LeavingLesson {
  /// What a translation is made of, so that a mistake is one change to it.
  private struct ChangedTranslation: Sendable {
    /// The new name from the old one.
    var renamed: @Sendable (String, [String: String]) -> String = { name, parts in
      words(name).map { parts[$0] ?? $0 }.joined(separator: ".")
    }
    /// Whether a tensor is turned: its old name, its new one, the tensor, what is to be turned.
    var turns: @Sendable (String, String, Matrix, Set<String>) -> Bool = { old, _, weight, turned in
      weight.rank == 2 && turned.contains(words(old).last!)
    }
    var turned: @Sendable (Matrix) -> Matrix = { $0.transposed() }
    var isKept: @Sendable (String, [String: String]) -> Bool = { _, _ in true }
    var clashes = true

    func callAsFunction(
      _ weights: [String: Matrix], _ parts: [String: String], _ transposed: Set<String>
    ) throws -> [String: Matrix] {
      var result: [String: Matrix] = [:]
      for (name, weight) in weights.sorted(by: { $0.key < $1.key }) where isKept(name, parts) {
        let new = renamed(name, parts)
        if clashes, result[new] != nil { throw NameClash(new) }
        result[new] = turns(name, new, weight, transposed) ? turned(weight) : weight
      }
      return result
    }
  }

  private static func words(_ name: String) -> [String] {
    name.split(separator: ".").map(String.init)
  }

  private static func mistake(
    _ name: String, _ why: String, clashes: Bool = false,
    _ change: (inout ChangedTranslation) -> Void
  ) -> Mistake<Answers.Translated> {
    var changed = ChangedTranslation()
    // What renames wrongly may well give two tensors one name: it then keeps the last.
    changed.clashes = clashes
    change(&changed)
    return Mistake(name, why) { [changed] in try changed($0, $1, $2) }
  }

  static let clash =
    "Two tensors got one name, and one of them is lost without a word: throw a NameClash."

  /// Wrong where names clash, or seem to, and right elsewhere.
  static let wrongClashes: [WrongAnswer<Answers>] = [
    clashing("a clash with the old names") { old, new, _, weights in
      new != old && weights[new] != nil ? new : nil
    },
    clashing("a clash named by its old name") { old, new, result, _ in
      result[new] != nil ? old : nil
    },
    clashing("a clash without a name") { _, new, result, _ in result[new] != nil ? "clash" : nil },
    clashing("a clash only where the tensors differ") { old, new, result, weights in
      result[new] != nil && result[new] != weights[old] ? new : nil
    },
  ]

  /// A translation whose clashes are found by a rule: the name that it throws, from the old name, the new one, what
  /// is translated so far and all that is to be.
  private static func clashing(
    _ name: String,
    _ clash: @escaping @Sendable (String, String, [String: Matrix], [String: Matrix]) -> String?
  ) -> WrongAnswer<Answers> {
    WrongAnswer(name) {
      $0.translated = { weights, parts, transposed in
        let right = ChangedTranslation()
        var result: [String: Matrix] = [:]
        for (old, weight) in weights.sorted(by: { $0.key < $1.key }) {
          let new = right.renamed(old, parts)
          if let name = clash(old, new, result, weights) { throw NameClash(name) }
          result[new] = right.turns(old, new, weight, transposed) ? weight.transposed() : weight
        }
        return result
      }
    }
  }

  static let translatedMistakes: [Mistake<Answers.Translated>] = [
    mistake("the last of two with one name", clash) { _ in },
    mistake(
      "parts of words replaced",
      "A part is a whole word between dots: \"attn\" stands in \"attn_norm\", too, and is not meant there."
    ) {
      $0.renamed = { name, parts in
        parts.sorted { $0.key < $1.key }.reduce(name) { name, rule in
          name.split(separator: rule.key, omittingEmptySubsequences: false)
            .joined(separator: rule.value)
        }
      }
    },
    mistake(
      "one rule after the other",
      "Look up each part once: a part that has its new name already is not looked up again."
    ) {
      $0.renamed = { name, parts in
        parts.sorted { $0.key < $1.key }.reduce(words(name)) { words, rule in
          words.map { $0 == rule.key ? rule.value : $0 }
        }.joined(separator: ".")
      }
    },
    mistake("only the first part renamed", "Each part of a name is looked up, not the first alone.")
    {
      $0.renamed = { name, parts in
        let words = words(name)
        return ([parts[words[0]] ?? words[0]] + words.dropFirst()).joined(separator: ".")
      }
    },
    mistake("only the last part renamed", "Each part of a name is looked up, not the last alone.") {
      $0.renamed = { name, parts in
        let words = words(name)
        return (words.dropLast() + [parts[words.last!] ?? words.last!]).joined(separator: ".")
      }
    },
    mistake(
      "whole names looked up", "The keys of `parts` are parts of names: take each name apart first."
    ) { $0.renamed = { name, parts in parts[name] ?? name } },
    mistake("parts without a rule left out", "A part without a rule stays as it is.") {
      $0.renamed = { name, parts in words(name).compactMap { parts[$0] }.joined(separator: ".") }
    },
    mistake(
      "tensors without a rule left out", "A tensor without a rule keeps its name, and is not lost."
    ) { $0.isKept = { name, parts in words(name).contains { parts[$0] != nil } } },
    mistake("slashes between the parts", "The parts stand between dots in the new name, too.") {
      $0.renamed = { name, parts in words(name).map { parts[$0] ?? $0 }.joined(separator: "/") }
    },
    mistake("the rules read backwards", "`parts` leads from the old word to the new one.") {
      $0.renamed = { name, parts in
        words(name).map { word in
          parts.filter { $0.value == word }.keys.min() ?? word
        }.joined(separator: ".")
      }
    },
    mistake("nothing turned", "Matrices whose names end in one of `transposed` are to be turned.") {
      $0.turns = { _, _, _, _ in false }
    },
    mistake(
      "all matrices turned", "Only matrices whose names end in one of `transposed` are turned."
    ) { $0.turns = { _, _, weight, _ in weight.rank == 2 } },
    mistake(
      "turned by the new name", "What decides on turning is the last part of the *old* name."
    ) {
      $0.turns = { _, new, weight, turned in
        weight.rank == 2 && turned.contains(words(new).last ?? "")
      }
    },
    mistake(
      "turned by any part", "What decides on turning is the last part of the name, not any of them."
    ) {
      $0.turns = { old, _, weight, turned in
        weight.rank == 2 && words(old).contains { turned.contains($0) }
      }
    },
    mistake(
      "another shape, the numbers as they were",
      "That is a matrix of the turned shape with its numbers in the old order: use transposed()."
    ) { $0.turned = { $0.reshaped(to: [$0.shape[1], $0.shape[0]]) } },
    mistake("vectors turned into columns", "A vector, as a bias, stays as it is.") {
      $0.turns = { old, _, weight, turned in
        weight.rank <= 2 && turned.contains(words(old).last!)
      }
      $0.turned = { $0.rank == 1 ? $0.reshaped(to: [$0.elementCount, 1]) : $0.transposed() }
    },
  ]
}
