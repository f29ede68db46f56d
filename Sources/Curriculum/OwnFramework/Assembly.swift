/// A training's functions put together, the learner's where they passed their checks and ours elsewhere.
///
/// A class, because a training's inner loop replaces a function while the outer loop, which called the
/// learner's own function for the loop, is under way.
public final class Assembly<Parts: OwnParts> {
  /// The functions.
  public private(set) var functions: Parts
  /// Whose each is.
  public private(set) var parts: [Part]

  /// Puts the functions together.
  public init(_ answers: CourseAnswers, _ verdicts: Verdicts) {
    functions = Parts.ours
    parts = Parts.places.map { $0.part(verdicts) }
    for (place, part) in zip(Parts.places, parts) where part.maker == .yours {
      place.fill(&functions, answers, place.exercises.firstIndex(of: part.exercise)!)
    }
  }

  /// Functions that nobody replaces.
  init(_ functions: Parts) {
    self.functions = functions
    parts = Parts.places.map { $0.part([:]) }
  }

  /// How many of the functions are the learner's.
  public var count: Int { parts.count { $0.maker == .yours } }

  /// Runs a body with the functions. Where it throws, it is run again with ours in the place of one of the
  /// learner's, until it does not throw: that one has failed, and ours stays in its place.
  ///
  /// - Parameters:
  ///   - moment: When this is, as in "epoch 3".
  ///   - body: Has no effect but its result, so that it can be run again.
  func run<Result>(_ moment: String, _ body: (Parts) throws -> Result) throws -> Result {
    do {
      return try body(functions)
    } catch let failure as Unrepaired {
      throw failure
    } catch {
      for (index, place) in Parts.places.enumerated() where parts[index].maker == .yours {
        var repaired = functions
        place.restore(&repaired)
        guard let result = try? body(repaired) else { continue }
        functions = repaired
        parts[index].maker = .oursAfterFailure("\(moment): \(error)")
        return result
      }
      throw Unrepaired(moment: moment, reason: "\(error)")
    }
  }
}

/// A failure that no replacement of one function cures.
struct Unrepaired: Error, CustomStringConvertible {
  let moment: String
  let reason: String

  var description: String {
    "the training ends in \(moment): \(reason). Ours in the place of any one of your functions does not "
      + "help: begin with `swift run -q gradus check` of the lessons in the table"
  }
}

/// Numbers that are not finite where a training needs some that are.
struct NotFinite: Error, CustomStringConvertible {
  let what: String

  var description: String { "\(what) is infinite or not a number" }
}
