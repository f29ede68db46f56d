/// Mutants of an exercise that no input can tell from a right answer, and why.
struct Equivalent {
  let mutants: [String]
  let reason: String

  init(_ mutants: String..., because reason: String) {
    self.mutants = mutants
    self.reason = reason
  }

  /// By the exercises' names, such as `1.matmul`.
  static let all: [String: [Equivalent]] = [
    1: lesson1, 2: lesson2, 3: lesson3, 4: lesson4, 5: lesson5, 6: lesson6, 7: lesson7,
    8: lesson8, 9: lesson9, 10: lesson10, 11: lesson11, 12: lesson12,
    13: lesson13, 14: lesson14,
  ].reduce(into: [:]) { all, lesson in
    for (name, mutants) in lesson.value { all["\(lesson.key).\(name)"] = mutants }
  }
}
