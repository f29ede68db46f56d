import Curriculum
import Curriculum07
import Gradus
import MatmulLadder

// The functions of lesson 7 take pointers. They are turned into tensors for the mutations, and back. Large
// calls are left to the solution: they are there to count steps or to measure, and not to compare results.
extension Subject {
  static var lesson7: [Subject] {
    let lesson = SpeedLesson.lesson
    let solution = SpeedAnswers.solution
    return [
      product("rowByRow", solution.rowByRow) { $0.rowByRow = $1 },
      product("blocked", solution.blocked) { $0.blocked = $1 },
      product("tiled", solution.tiled) { $0.tiled = $1 },
      product("packed", solution.packed) { $0.packed = $1 },
      Subject(lesson, "dot") { answers, installed in
        answers.dot = { x, y, count in
          guard count < 4000 else { return try solution.dot(x, y, count) }
          let result = try installed.call(
            .arguments(
              ["x", "y", "count"], [.row(x, count), .row(y, count), .count(count)])
          ) { changed in
            let (x, y): ([Float], [Float]) = (changed["x"].floats, changed["y"].floats)
            return .number(Double(try solution.dot(x, y, changed["count"].get())))
          }
          return Float(result.get(Double.self))
        }
      },
      Subject(lesson, "pack") { answers, installed in
        answers.pack = { b, panels, k, n in
          let result = try installed.call(
            .arguments(["b", "k", "n"], [.matrix(b, k, n), .count(k), .count(n)])
          ) { changed in
            let (k, n): (Int, Int) = (changed["k"].get(), changed["n"].get())
            var panels = [Float](repeating: 0, count: max(0, (n + 7) / 8 * 8 * k))
            try solution.pack(changed["b"].floats, &panels, k, n)
            return .tensor(Tensor(panels.map(Double.init)))
          }
          panels.store(result)
        }
      },
      Subject(lesson, "isProduct") { answers, installed in
        answers.isProduct = { c, a, b, m, k, n in
          let result = try installed.call(
            .arguments(
              ["c", "a", "b", "m", "k", "n"],
              [
                .matrix(c, m, n), .matrix(a, m, k), .matrix(b, k, n), .count(m), .count(k),
                .count(n),
              ])
          ) { changed in
            .flag(
              try solution.isProduct(
                changed["c"].floats, changed["a"].floats, changed["b"].floats, changed["m"].get(),
                changed["k"].get(), changed["n"].get()))
          }
          return result.get()
        }
      },
      Subject(lesson, "split", "rows threads", lesson.solution.split) { $0.split = $1 },
    ]
  }

  private static func product(
    _ name: String, _ solution: @escaping SpeedAnswers.Product,
    _ install: @escaping @Sendable (inout SpeedAnswers, @escaping SpeedAnswers.Product) -> Void
  ) -> Subject {
    Subject(SpeedLesson.lesson, name) { answers, installed in
      install(&answers) { a, b, c, m, k, n in
        guard m * k + k * n + m * n < 15_000 else { return try solution(a, b, c, m, k, n) }
        let result = try installed.call(
          .arguments(
            ["a", "b", "m", "k", "n"],
            [.matrix(a, m, k), .matrix(b, k, n), .count(m), .count(k), .count(n)])
        ) { changed in
          let (m, n): (Int, Int) = (changed["m"].get(), changed["n"].get())
          var c = [Float](repeating: 0, count: max(0, m * n))
          try solution(changed["a"].floats, changed["b"].floats, &c, m, changed["k"].get(), n)
          return .tensor(Tensor(shape: [m, n], elements: c.map(Double.init)))
        }
        c.store(result)
      }
    }
  }
}

extension Value {
  fileprivate static func matrix(
    _ numbers: UnsafePointer<Float>, _ rows: Int, _ columns: Int
  ) -> Value {
    .tensor(
      Tensor(
        shape: [rows, columns], elements: (0..<rows * columns).map { Double(numbers[$0]) }))
  }

  fileprivate static func row(_ numbers: UnsafePointer<Float>, _ count: Int) -> Value {
    .tensor(Tensor((0..<count).map { Double(numbers[$0]) }))
  }

  /// The numbers of a tensor, and room after them for sizes that are too large.
  fileprivate var floats: [Float] {
    allNumbers.map { Float($0) } + [Float](repeating: .nan, count: 64)
  }
}

extension UnsafeMutablePointer<Float> {
  fileprivate func store(_ result: Value) {
    for (place, number) in result.allNumbers.enumerated() { self[place] = Float(number) }
  }
}
