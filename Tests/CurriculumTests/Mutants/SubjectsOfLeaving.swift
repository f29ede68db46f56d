import Curriculum
import Curriculum14
import Gradus

extension Subject {
  static var lesson14: [Subject] {
    let lesson = LeavingLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "translated") { answers, installed in
        answers.translated = { weights, parts, transposed in
          let old = weights.sorted { $0.key < $1.key }
          let result = try installed.call(
            .arguments(["weights"], [Value(old.map(\.value))])
          ) { changed in
            let tensors: [Tensor<Double>] = changed["weights"].get()
            let new = try solution.translated(
              Dictionary(uniqueKeysWithValues: zip(old.map(\.key), tensors)), parts, transposed
            ).sorted { $0.key < $1.key }
            return .arguments(
              ["names", "tensors"], [Value(new.map(\.key)), Value(new.map(\.value))])
          }
          let (names, tensors): ([String], [Tensor<Double>]) = (
            result["names"].get(), result["tensors"].get()
          )
          return Dictionary(zip(names, tensors), uniquingKeysWith: { $1 })
        }
      },
      Subject(lesson, "varint") { answers, installed in
        answers.varint = { value in
          let bytes: [Int] = try installed.call(
            .arguments(["value"], [.count(Int(bitPattern: UInt(value)))])
          ) { changed in
            let value = UInt64(UInt(bitPattern: changed["value"].get(Int.self)))
            return .counts(try solution.varint(value).map(Int.init))
          }.get()
          return bytes.map { UInt8(truncatingIfNeeded: $0) }
        }
      },
      Subject(lesson, "quantizedRow") { answers, installed in
        answers.quantizedRow = { row in
          let result = try installed.call(.arguments(["row"], [.numbers(row)])) { changed in
            let (scale, integers) = try solution.quantizedRow(changed["row"].get())
            return .arguments(
              ["scale", "integers"], [.number(scale), .counts(integers.map(Int.init))])
          }
          return (result["scale"].get(), bytes(result["integers"].get()))
        }
      },
      Subject(lesson, "integerProduct") { answers, installed in
        answers.integerProduct = { x, weight, xScale, weightScales, bias in
          try installed.call(
            .arguments(
              ["x", "weight", "xScale", "weightScales", "bias"],
              [
                .counts(x.map(Int.init)), Value(weight.map { $0.map(Int.init) }), .number(xScale),
                .numbers(weightScales), .numbers(bias),
              ])
          ) { changed in
            .numbers(
              try solution.integerProduct(
                bytes(changed["x"].get()), changed["weight"].get([[Int]].self).map(bytes),
                changed["xScale"].get(), changed["weightScales"].get(), changed["bias"].get()))
          }.get()
        }
      },
      Subject(lesson, "errorBound", "x xScale weight weightScale", solution.errorBound) {
        $0.errorBound = $1
      },
      Subject(lesson, "comparison", "before after labels", solution.comparison) {
        $0.comparison = $1
      },
      Subject(
        lesson, "roofline", "sizes batch bytesPerNumber peak bandwidth", solution.roofline
      ) { $0.roofline = $1 },
    ] + lesson14WithFunctions
  }

  private static var lesson14WithFunctions: [Subject] {
    let lesson = LeavingLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "halvingRound") { answers, installed in
        answers.halvingRound = { draws, lowest, highest, loss in
          try withoutActuallyEscaping(loss) { loss in
            try installed.call(
              .arguments(
                ["draws", "lowest", "highest"],
                [.numbers(draws), .number(lowest), .number(highest)])
            ) { changed in
              .numbers(
                try solution.halvingRound(
                  changed["draws"].get(), changed["lowest"].get(), changed["highest"].get(), loss))
            }.get()
          }
        }
      },
      Subject(lesson, "allReduce") { answers, installed in
        answers.allReduce = { buffers, send in
          try withoutActuallyEscaping(send) { send in
            try installed.call(.arguments(["buffers"], [Value(buffers)])) { changed in
              Value(try solution.allReduce(changed["buffers"].get(), send))
            }.get()
          }
        }
      },
    ]
  }
}

/// Whole numbers as bytes, those that are too large cut off.
private func bytes(_ numbers: [Int]) -> [Int8] { numbers.map { Int8(truncatingIfNeeded: $0) } }
