import Files
import PlantedFaults

/// Readers that fail, to prove that this is found out.
extension Reader {
  static let plantedFaults = [
    planted("planted-crash") { PlantedFaults.crash($0) },
    planted("planted-hang") { PlantedFaults.hang($0) },
    planted("planted-allocation") { PlantedFaults.allocation($0) },
    planted("planted-error") { try PlantedFaults.error($0) },
  ]

  private static func planted(
    _ name: String, _ accepts: @escaping @Sendable ([UInt8]) throws -> Bool
  ) -> Reader {
    Reader(
      name: name, examples: { [[1, 2, 3, 4, 5, 6, 7, 8]] }, words: [], change: { _, _ in },
      read: { input in
        guard try accepts(input) else {
          throw DataError(name, expected: "the right bytes", found: "others")
        }
      })
  }
}
