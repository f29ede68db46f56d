import Gradus

/// What `gradus tune` is asked to do.
struct TuneOptions {
  /// How the settings are found, and which of them are trained to the end.
  enum Strategy: String, CaseIterable {
    case grid, random, halving
  }

  var strategy = Strategy.halving
  /// How many settings are drawn; nil for the usual number.
  var trials: Int?
  /// For how long a setting is trained that gets to the end.
  var epochs = 27
  var seconds = Double.infinity
  var seed: UInt64 = 1
  var history = CheckpointOptions(fileOption: "--history")
  /// Where the plots go; nil for none.
  var plots: String?

  init(_ arguments: inout Arguments) throws {
    let name = try arguments.value(of: "tune")
    guard name == "digits" else { throw UsageError.unknown("tuning", name, known: ["digits"]) }
    while let option = try arguments.next() {
      switch option {
      case "--strategy": strategy = try TuneOptions.strategy(arguments.value(of: option))
      case "--trials": trials = try arguments.positiveNumber(of: option, atMost: 10_000)
      case "--epochs": epochs = try arguments.positiveNumber(of: option, atMost: 10_000)
      case "--seconds": seconds = try TuneOptions.seconds(arguments.value(of: option))
      case "--seed": seed = try arguments.wholeNumber(of: option)
      case "--plots": plots = try arguments.value(of: option)
      default:
        guard try history.take(option, &arguments) else {
          throw UsageError.unexpected(
            option, after: "tune digits",
            known: [
              "--strategy", "--trials", "--epochs", "--seconds", "--seed", "--plots", "--history",
              "--resume",
            ])
        }
      }
    }
    try history.check()
    if strategy == .grid && trials != nil {
      throw UsageError("--trials is for random and halving: a grid has all combinations")
    }
  }

  private static func strategy(_ text: String) throws -> Strategy {
    guard let strategy = Strategy(rawValue: text) else {
      throw UsageError.unknown("strategy", text, known: Strategy.allCases.map(\.rawValue))
    }
    return strategy
  }

  private static func seconds(_ text: String) throws -> Double {
    guard let seconds = Double(text), seconds > 0, seconds.isFinite else {
      throw UsageError("--seconds: expected a number above 0, found \"\(text)\"")
    }
    return seconds
  }
}

extension TuneOptions {
  /// The settings to try.
  var settings: [Setting] {
    if strategy == .grid { return digitsSpace.grid(3) }
    var generator = RandomGenerator(seed: seed)
    return digitsSpace.random(trials ?? 81, using: &generator)
  }

  /// For how long they are trained.
  var rungs: TuningRungs {
    strategy == .halving ? .halving(from: max(1, epochs / 9), to: epochs) : .full(epochs)
  }

  /// What makes this search another than others.
  var name: String { "digits, \(strategy.rawValue), seed \(seed)" }
}

extension Arguments {
  /// The value of an option that is a whole number from 1.
  fileprivate mutating func positiveNumber(of option: String, atMost most: Int) throws -> Int {
    let text = try value(of: option)
    guard let number = Int(text), (1...most).contains(number) else {
      throw UsageError("\(option): expected a whole number from 1 to \(most), found \"\(text)\"")
    }
    return number
  }
}
