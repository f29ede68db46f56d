/// Readers with one fault each, each after three right bytes: a fuzzer that does not find these would
/// not find others either. A module of its own, so that it is compiled as the real readers are.
public enum PlantedFaults {
  /// An error that is none of the framework's.
  public struct AnotherError: Error {}

  /// Trusts a length in the file, and so reads beyond its end.
  public static func crash(_ input: [UInt8]) -> Bool {
    guard let rest = behindName(input), let length = rest.first else { return false }
    return rest.dropFirst()[..<(rest.startIndex + 1 + Int(length))].contains(0)
  }

  /// Goes forward by a length in the file, and so nowhere when that is 0.
  public static func hang(_ input: [UInt8]) -> Bool {
    guard let rest = behindName(input) else { return false }
    var place = rest.startIndex
    while place < rest.endIndex { place += Int(rest[place]) }
    return true
  }

  /// Makes room for as much as a number in the file says.
  public static func allocation(_ input: [UInt8]) -> Bool {
    guard let rest = behindName(input) else { return false }
    var room: [UInt8] = []
    room.reserveCapacity(rest.prefix(4).reduce(0) { $0 << 8 | Int($1) })
    room.append(1)
    return true
  }

  /// Throws what no caller expects.
  public static func error(_ input: [UInt8]) throws -> Bool {
    guard let rest = behindName(input), let first = rest.first else { return false }
    if first >= 0x80 { throw AnotherError() }
    return true
  }

  /// What follows the bytes `\_/`. They are compared one after the other, as readers do; only who sees
  /// which comparison was passed can find them one by one, and not all three by one lucky draw.
  private static func behindName(_ input: [UInt8]) -> ArraySlice<UInt8>? {
    guard input.count > 0, input[0] == 0x5C else { return nil }
    guard input.count > 1, input[1] == 0x5F else { return nil }
    guard input.count > 2, input[2] == 0x2F else { return nil }
    return input.dropFirst(3)
  }
}
