import Curriculum
import Curriculum02
import Curriculum03
import Curriculum05
import Curriculum06
import Gradus

// A function type with an `inout` argument or with a function cannot be abstracted over, so these take
// their arguments apart one by one.
extension Subject {
  typealias Matrix = Tensor<Double>

  static var lesson2WithFunctions: [Subject] {
    let lesson = BackpropagationLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "centralDifference") { answers, installed in
        answers.centralDifference = { f, x, h in
          try withoutActuallyEscaping(f) { f in
            let result = try installed.call(
              .arguments(["f", "x", "h"], [.function(of: f), .number(x), .number(h)])
            ) { changed in
              let g: (Double) throws -> Double = changed["f"].function()
              return .number(
                try solution.centralDifference(g, changed["x"].get(), changed["h"].get()))
            }
            return result.get()
          }
        }
      },
      Subject(lesson, "isGradient") { answers, installed in
        answers.isGradient = { claimed, function, x in
          try withoutActuallyEscaping(claimed) { claimed in
            try withoutActuallyEscaping(function) { function in
              let result = try installed.call(
                .arguments(
                  ["claimed", "function", "x"],
                  [.function(of: claimed), .function(of: function), .tensor(x)])
              ) { changed in
                let g: (Matrix) throws -> Matrix = changed["claimed"].function()
                let f: (Matrix) throws -> Double = changed["function"].function()
                return .flag(try solution.isGradient(g, f, changed["x"].get()))
              }
              return result.get()
            }
          }
        }
      },
    ]
  }

  static var lesson3WithFunctions: [Subject] {
    let lesson = OptimizationLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "epoch") { answers, installed in
        answers.epoch = { x, y, batchSize, generator, step in
          try withoutActuallyEscaping(step) { step in
            let function = Function(
              call: { .number(try step($0["x"].get(), $0["y"].get())) },
              fallback: { _ in .number(0) })
            let result = try installed.call(
              .arguments(
                ["x", "y", "batchSize", "generator", "step"],
                [
                  .tensor(x), .tensor(y), .count(batchSize), .generator(generator),
                  .function(function),
                ])
            ) { changed in
              var generator: RandomGenerator = changed["generator"].get()
              guard case .function(let function) = changed["step"] else {
                fatalError("no function")
              }
              let loss = try solution.epoch(
                changed["x"].get(), changed["y"].get(), changed["batchSize"].get(), &generator
              ) { x, y in
                try function.call(.arguments(["x", "y"], [.tensor(x), .tensor(y)])).get()
              }
              return .arguments(
                ["loss", "generator afterward"], [.number(loss), .generator(generator)])
            }
            generator = result["generator afterward"].get()
            return result["loss"].get()
          }
        }
      },
      Subject(lesson, "rangeTest") { answers, installed in
        answers.rangeTest = { low, high, count, step in
          try withoutActuallyEscaping(step) { step in
            let result = try installed.call(
              .arguments(
                ["low", "high", "count", "step"],
                [.number(low), .number(high), .count(count), .function(of: step)])
            ) { changed in
              let step: (Double) throws -> Double = changed["step"].function()
              return Value(
                try solution.rangeTest(
                  changed["low"].get(), changed["high"].get(), changed["count"].get(), step))
            }
            return result.get()
          }
        }
      },
    ]
  }

  static var lesson5WithGenerators: [Subject] {
    let lesson = AugmentationLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "randomCrop") { answers, installed in
        answers.randomCrop = { image, padding, generator in
          let result = try installed.call(
            .arguments(
              ["image", "padding", "generator"],
              [.tensor(image), .count(padding), .generator(generator)])
          ) { changed in
            var generator: RandomGenerator = changed["generator"].get()
            let crop = try solution.randomCrop(
              changed["image"].get(), changed["padding"].get(), &generator)
            return .arguments(
              ["crop", "generator afterward"], [.tensor(crop), .generator(generator)])
          }
          generator = result["generator afterward"].get()
          return result["crop"].get()
        }
      },
      Subject(lesson, "augmented") { answers, installed in
        answers.augmented = { images, isTraining, generator, change in
          try withoutActuallyEscaping(change) { change in
            let function = Function(
              call: {
                var generator: RandomGenerator = $0["generator"].get()
                let image = try change($0["image"].get(), &generator)
                return .arguments(
                  ["image", "generator"], [.tensor(image), .generator(generator)])
              }, fallback: { $0 })
            let result = try installed.call(
              .arguments(
                ["images", "isTraining", "generator", "change"],
                [
                  .tensor(images), .flag(isTraining), .generator(generator), .function(function),
                ])
            ) { changed in
              var generator: RandomGenerator = changed["generator"].get()
              guard case .function(let function) = changed["change"] else {
                fatalError("no function")
              }
              let augmented = try solution.augmented(
                changed["images"].get(), changed["isTraining"].get(), &generator
              ) { image, generator in
                let result = try function.call(
                  .arguments(
                    ["image", "generator"], [.tensor(image), .generator(generator)]))
                generator = result["generator"].get()
                return result["image"].get()
              }
              return .arguments(
                ["images", "generator afterward"], [.tensor(augmented), .generator(generator)])
            }
            generator = result["generator afterward"].get()
            return result["images"].get()
          }
        }
      },
    ]
  }

  static var lesson6WithFunctions: [Subject] {
    typealias Network = EarlyStoppingAnswers.Network
    let lesson = EarlyStoppingLesson.lesson
    let solution = lesson.solution
    return [
      Subject(lesson, "train") { answers, installed in
        answers.train = { start, epochs, rule, runEpoch, validationLoss in
          try withoutActuallyEscaping(runEpoch) { runEpoch in
            try withoutActuallyEscaping(validationLoss) { validationLoss in
              let run = Function(
                call: {
                  var network: Network = $0.get()
                  try runEpoch(&network)
                  return .other(network)
                }, fallback: { $0 })
              let loss = Function(
                call: { .number(try validationLoss($0.get())) }, fallback: { _ in .number(0) })
              let result = try installed.call(
                .arguments(
                  ["start", "epochs", "rule", "runEpoch", "validationLoss"],
                  [.other(start), .count(epochs), Value(rule), .function(run), .function(loss)])
              ) { changed in
                guard case .function(let run) = changed["runEpoch"],
                  case .function(let loss) = changed["validationLoss"]
                else { fatalError("no function") }
                return Value(
                  try solution.train(
                    changed["start"].get(), changed["epochs"].get(), changed["rule"].get(),
                    { $0 = try run.call(.other($0)).get() },
                    { try loss.call(.other($0)).get() }))
              }
              return result.get()
            }
          }
        }
      }
    ]
  }
}

extension Value {
  /// What it is, as the type that is asked for.
  func get<Type>(_: Type.Type = Type.self) -> Type { any as! Type }

  /// A function of one argument.
  static func function<Argument, Result>(
    of function: @escaping (Argument) throws -> Result
  ) -> Value {
    .function(
      Function(
        call: { Value(try function($0.get())) },
        fallback: { Result.self == Double.self ? .number(0) : $0 }))
  }

  /// The function that was handed on, perhaps as another.
  func function<Argument, Result>() -> (Argument) throws -> Result {
    guard case .function(let function) = self else { fatalError("no function") }
    return { try function.call(Value($0)).get() }
  }
}
