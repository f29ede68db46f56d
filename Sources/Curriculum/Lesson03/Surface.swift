import Curriculum
import Gradus

/// A function of two numbers to walk down on, and to draw a map of.
public struct Surface: Sendable {
  /// As in "Rosenbrock".
  public let name: String
  /// Where walks begin.
  public let start: (x: Double, y: Double)
  /// The lowest place, where the value is 0.
  public let minimum: (x: Double, y: Double)
  /// The part of the plane that a map shows.
  public let x: ClosedRange<Double>
  /// The part of the plane that a map shows.
  public let y: ClosedRange<Double>
  /// The height of the lowest line that a map shows: lower ones would enclose next to nothing.
  public let lowestLine: Double
  /// The value, element by element: for one place, or for all places of a map at once.
  public let value: @Sendable (_ x: Variable<Double>, _ y: Variable<Double>) -> Variable<Double>

  /// ½·(x² + κ·y²): a ravine along x, κ times as steep across as along. Its gradient is (x, κ·y).
  public static func ravine(_ κ: Double = 30) -> Surface {
    Surface(
      name: "ravine", start: (-2.5, 0.9), minimum: (0, 0), x: -2.8...1.2, y: -1.2...1.2,
      lowestLine: 0.05
    ) { x, y in 0.5 * (x.squared() + κ * y.squared()) }
  }

  /// The same ravine, turned by 45 degrees: its floor runs along x = y.
  public static func turnedRavine(_ κ: Double = 30) -> Surface {
    let root = 0.5.squareRoot()
    return Surface(
      name: "turned ravine", start: (root * (-2.5 - 0.9), root * (-2.5 + 0.9)), minimum: (0, 0),
      x: -2.8...1.2, y: -2.3...0.7, lowestLine: 0.05
    ) { x, y in 0.25 * ((x + y).squared() + κ * (y - x).squared()) }
  }

  /// (1 − x)² + 100·(y − x²)²: a bent ravine with a nearly flat floor (Rosenbrock, 1960).
  public static let rosenbrock = Surface(
    name: "Rosenbrock", start: (-1.2, 1), minimum: (1, 1), x: -1.9...1.9, y: -0.8...2.4,
    lowestLine: 0.4
  ) { x, y in (1 - x).squared() + 100 * (y - x.squared()).squared() }

  /// Three squares whose sum is flat in wide parts and very steep in others (Beale, 1958).
  public static let beale = Surface(
    name: "Beale", start: (1, 1.5), minimum: (3, 0.5), x: -0.5...4, y: -2...2,
    lowestLine: 0.05
  ) { x, y in
    let (y2, y3) = (y.squared(), y.squared() * y)
    return (1.5 - x + x * y).squared() + (2.25 - x + x * y2).squared()
      + (2.625 - x + x * y3).squared()
  }

  private init(
    name: String, start: (x: Double, y: Double), minimum: (x: Double, y: Double),
    x: ClosedRange<Double>, y: ClosedRange<Double>, lowestLine: Double,
    value: @escaping @Sendable (Variable<Double>, Variable<Double>) -> Variable<Double>
  ) {
    self.name = name
    self.start = start
    self.minimum = minimum
    self.x = x
    self.y = y
    self.lowestLine = lowestLine
    self.value = value
  }

  /// The same surface, with another place where walks begin.
  public func starting(at start: (x: Double, y: Double)) -> Surface {
    Surface(
      name: name, start: start, minimum: minimum, x: x, y: y, lowestLine: lowestLine, value: value)
  }

  /// The values at places, for a map.
  public func values(at places: [(x: Double, y: Double)]) -> [Double] {
    value(Variable(Tensor(places.map(\.x))), Variable(Tensor(places.map(\.y)))).value.elements
  }
}

/// A place on a surface as a model with two parameters, which every optimizer of the framework can move.
struct Place: Module {
  var x: Variable<Double>
  var y: Variable<Double>

  init(_ place: (x: Double, y: Double)) {
    x = Variable(Tensor(place.x))
    y = Variable(Tensor(place.y))
  }

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    visit("x", &x)
    visit("y", &y)
  }
}

/// A walk down a surface.
public struct Walk: Sendable {
  /// Which optimizer took it, and on which surface.
  public let contestant: String
  /// The learning rate.
  public let rate: Double
  /// Where it was before each step, and at the end.
  public private(set) var places: [(x: Double, y: Double)] = []
  /// The height at each of these places.
  public private(set) var heights: [Double] = []
  /// Whether it ended because height or gradient were no longer finite.
  public private(set) var diverged = false

  /// How many steps it took until it stayed below the tolerance, or in all.
  public private(set) var steps = 0
  /// Whether it came down to the tolerance and stayed there.
  public private(set) var arrived = false

  /// How many heights in a row have to be below the tolerance: a long step may hit the place by chance,
  /// and the next one leads away from it.
  static let stay = 10

  /// Walks with the gradients as they are.
  public init(
    on surface: Surface, _ contestant: Contestant, rate: Double, steps: Int,
    tolerance: Double = -1
  ) {
    self.init(
      on: surface, contestant, rate: rate, steps: steps, tolerance: tolerance, clip: { $0 })
  }

  /// Walks until the height has stayed at most `tolerance`, or so many steps are taken, or nothing is
  /// finite.
  ///
  /// - Parameters:
  ///   - surface: What to walk on.
  ///   - contestant: Who walks.
  ///   - rate: The learning rate.
  ///   - steps: How many steps to take at most.
  ///   - tolerance: The height at which to stop; negative for never.
  ///   - clip: What to do with the gradients before each step.
  public init(
    on surface: Surface, _ contestant: Contestant, rate: Double, steps: Int,
    tolerance: Double = -1, clip: ([Tensor<Double>]) throws -> [Tensor<Double>]
  ) rethrows {
    self.contestant = contestant.name
    self.rate = rate
    var optimizer = contestant.optimizer(rate)
    var place = Place(surface.start)
    for step in 0...steps {
      var (height, gradients) = valueWithGradients(at: &place) { surface.value($0.x, $0.y) }
      let isFinite = height.isFinite && gradients.tensors.allSatisfy { $0.scalar().isFinite }
      places.append((place.x.value.scalar(), place.y.value.scalar()))
      heights.append(height)
      diverged = !isFinite
      arrived =
        heights.count >= Walk.stay
        && heights.suffix(Walk.stay).allSatisfy { $0 <= tolerance }
      self.steps = arrived ? step - Walk.stay + 1 : step
      if diverged || arrived || step == steps { break }
      gradients.tensors = try clip(gradients.tensors)
      optimizer.update(&place, along: gradients)
    }
  }
}
