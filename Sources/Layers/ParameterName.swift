/// What a module calls one of its parameters: a path such as `layers.0.weight`.
///
/// A string literal names a parameter, `.buffer("runningMean")` a tensor that is saved with the model
/// but not trained. A container puts the name of a part in front: `body.weight`.
public struct ParameterName: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible
{
  /// The path, its steps separated by dots.
  public let path: String
  /// Whether it names a buffer: saved, but not trained.
  public let isBuffer: Bool

  private init(path: String, isBuffer: Bool) {
    self.path = path
    self.isBuffer = isBuffer
  }

  /// Names a parameter.
  public init(stringLiteral path: String) { self.init(path: path, isBuffer: false) }

  /// Names a buffer.
  public static func buffer(_ path: String) -> ParameterName {
    ParameterName(path: path, isBuffer: true)
  }

  /// The name of a part's parameter in the container's terms.
  public static func / (part: String, name: ParameterName) -> ParameterName {
    ParameterName(path: part + "." + name.path, isBuffer: name.isBuffer)
  }

  /// Whether it belongs to a part, by the part's path: "encoder" for `encoder.layers.0.weight`.
  public func isInside(_ part: String) -> Bool { path.hasPrefix(part + ".") }

  /// The name after the path of its module, which ends with a dot.
  func inside(_ modulePath: String) -> ParameterName {
    ParameterName(path: modulePath + path, isBuffer: isBuffer)
  }

  /// The path.
  public var description: String { path }
}
