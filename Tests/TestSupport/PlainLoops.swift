import TensorCore

// What one would write by hand: a loop over raw memory into a buffer that is already there. Tensor
// operations are measured against these.

/// The plain loop of the operation "add".
public func addLoop(
  _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ z: UnsafeMutablePointer<Float>,
  count: Int
) {
  for i in 0..<count { z[i] = x[i] + y[i] }
}

/// The plain loop of the operation "relu".
public func reluLoop(
  _ x: UnsafePointer<Float>, _ z: UnsafeMutablePointer<Float>, count: Int
) {
  for i in 0..<count { z[i] = x[i] < 0 ? 0 : x[i] }
}

/// The plain loop of the operation "less".
public func lessLoop(
  _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ z: UnsafeMutablePointer<Bool>,
  count: Int
) {
  for i in 0..<count { z[i] = x[i] < y[i] }
}

/// The plain loop of the operation "select".
public func selectLoop(
  _ condition: UnsafePointer<Bool>, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>,
  _ z: UnsafeMutablePointer<Float>, count: Int
) {
  for i in 0..<count { z[i] = condition[i] ? x[i] : y[i] }
}

/// The plain loop of the operation "addRow".
public func addRowLoop(
  _ x: UnsafePointer<Float>, _ row: UnsafePointer<Float>, _ z: UnsafeMutablePointer<Float>,
  rows: Int, columns: Int
) {
  for i in 0..<rows {
    let source = x + i * columns
    let target = z + i * columns
    for j in 0..<columns { target[j] = source[j] + row[j] }
  }
}

/// The plain loop of the operation "addColumn".
public func addColumnLoop(
  _ x: UnsafePointer<Float>, _ column: UnsafePointer<Float>, _ z: UnsafeMutablePointer<Float>,
  rows: Int, columns: Int
) {
  for i in 0..<rows {
    let source = x + i * columns
    let target = z + i * columns
    let number = column[i]
    for j in 0..<columns { target[j] = source[j] + number }
  }
}
