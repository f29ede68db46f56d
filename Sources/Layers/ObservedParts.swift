import Autograd
import TensorCore

/// Notes what the parts of a model make during a forward pass, and how much they multiply; the context carries it
/// to them.
struct ObservedParts: Sendable {
  /// A part of a model, or the model itself, and all that ran inside of it.
  struct Part: Sendable {
    /// The names from the model to the part; none for the model.
    let path: [String]
    /// What it is; nil where its name alone is known.
    let type: (any Module.Type)?
    /// The shape of its output, or of the first variable in it.
    var shape: Shape?
    /// The multiply–adds of all passes through it; see `MultiplyAdds`.
    var multiplyAdds = 0
    /// The bytes of outputs, its own and those of its parts, each piece of memory once.
    var outputBytes = 0
    /// The bytes of weights that are no parameters.
    var weightBytes = 0
  }

  /// The parts in the order in which they began, each once.
  private(set) var parts: [Part] = []
  let counter = MultiplyAdds()
  private var outputBytes = 0
  /// What has been made. It is kept, so that no memory is used for something else meanwhile.
  private var made: [ObjectIdentifier: any Sendable] = [:]
  private var places: [[String]: Int] = [:]

  /// A part that is running: where it stands, and the sums when it began.
  struct Running {
    fileprivate let place: Int
    fileprivate let multiplyAdds: Int
    fileprivate let outputBytes: Int
  }

  /// What comes in, and takes no memory of its own where a part hands it on.
  mutating func given(_ input: Any) { forEachValue(in: input) { _, _ in } }

  mutating func begin(_ path: [String], _ module: (any Module)?) -> Running {
    if places[path] == nil {
      places[path] = parts.count
      parts.append(Part(path: path, type: module.map { type(of: $0) }))
    }
    if let quantized = module as? QuantizedLinear {
      parts[places[path]!].weightBytes = quantized.byteCount
    }
    return Running(
      place: places[path]!, multiplyAdds: counter.count, outputBytes: outputBytes)
  }

  mutating func end(_ running: Running, with result: Any) {
    var (shape, bytes): (Shape?, Int) = (nil, 0)
    forEachValue(in: result) {
      shape = shape ?? $0
      bytes += $1
    }
    outputBytes += bytes
    parts[running.place].shape = shape
    parts[running.place].multiplyAdds += counter.count - running.multiplyAdds
    parts[running.place].outputBytes += outputBytes - running.outputBytes
  }

  /// Calls a function with the shape of each variable of a result and the bytes that it takes; none where the
  /// memory is one that has been counted. Looks into structs, tuples and arrays, too.
  private mutating func forEachValue(in result: Any, _ body: (Shape, _ bytes: Int) -> Void) {
    guard let variable = result as? any Observable else {
      for child in Mirror(reflecting: result).children { forEachValue(in: child.value, body) }
      return
    }
    let (identity, bytes) = variable.memory
    body(variable.shape, made.updateValue(variable, forKey: identity) == nil ? bytes : 0)
  }
}

extension ObservedParts: ContextKey {
  /// Nil: nothing is noted.
  static var defaultValue: ObservedParts? { nil }
}

extension Context {
  var isObserved: Bool { self[ObservedParts.self] != nil }
}

private protocol Observable: Sendable {
  var shape: Shape { get }
  var memory: (identity: ObjectIdentifier, bytes: Int) { get }
}

extension Variable: Observable {
  fileprivate var memory: (identity: ObjectIdentifier, bytes: Int) {
    (value.memoryIdentity, value.elementCount * MemoryLayout<Scalar>.stride)
  }
}

extension Model where Input: ModelInput {
  /// The parts of a forward pass at inference; the first is the model itself. Nothing is recorded.
  func observed(_ data: Input.Data) -> [ObservedParts.Part] {
    withoutRecording {
      let input = Input(data: data)
      var (copy, context, observed) = (self, Context.inference, ObservedParts())
      observed.given(input)
      let running = observed.begin([], self)
      context[ObservedParts.self] = observed
      let output = observed.counter.counting { copy.forward(input, in: &context) }
      observed = context.take(ObservedParts.self)!
      observed.end(running, with: output)
      return observed.parts
    }
  }
}
