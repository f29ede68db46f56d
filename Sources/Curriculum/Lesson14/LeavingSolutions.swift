import Gradus

/// The solution of lesson 14.
enum Leaving {
  // MARK: 1. Names and layouts

  static func translated(
    _ weights: [String: Tensor<Double>], parts: [String: String], transposed: Set<String>
  ) throws -> [String: Tensor<Double>] {
    var result: [String: Tensor<Double>] = [:]
    for (name, weight) in weights {
      let old = name.split(separator: ".").map(String.init)
      let new = old.map { parts[$0] ?? $0 }.joined(separator: ".")
      let isTurned = weight.rank == 2 && transposed.contains(old[old.count - 1])
      if result[new] != nil { throw NameClash(new) }
      result[new] = isTurned ? weight.transposed() : weight
    }
    return result
  }

  // MARK: 2. Bytes of a file

  static func varint(_ value: UInt64) throws -> [UInt8] {
    var (bytes, rest): ([UInt8], UInt64) = ([], value)
    while rest >= 128 {
      bytes.append(UInt8(rest % 128) + 128)
      rest /= 128
    }
    return bytes + [UInt8(rest)]
  }

  // MARK: 3. A row in bytes

  static func quantizedRow(_ row: [Double]) throws -> (scale: Double, integers: [Int8]) {
    let largest = row.map(\.magnitude).max()!
    let scale = largest == 0 ? 1 : largest / 127
    return (scale, row.map { Int8(($0 / scale).rounded(.toNearestOrEven)) })
  }

  // MARK: 4. A product in integers

  static func integerProduct(
    _ x: [Int8], weight: [[Int8]], xScale: Double, weightScales: [Double], bias: [Double]
  ) throws -> [Double] {
    weight.indices.map { k in
      var sum = 0
      for (a, b) in zip(x, weight[k]) { sum += Int(a) * Int(b) }
      return Double(sum) * xScale * weightScales[k] + bias[k]
    }
  }

  // MARK: 5. How wrong it can be

  static func errorBound(
    _ x: [Double], xScale: Double, weight: [Double], weightScale: Double
  ) throws -> Double {
    let (sumOfX, sumOfWeight) = (
      x.reduce(0) { $0 + $1.magnitude }, weight.reduce(0) { $0 + $1.magnitude }
    )
    return xScale / 2 * sumOfWeight + weightScale / 2 * sumOfX
      + Double(x.count) * xScale * weightScale / 4
  }

  // MARK: 6. Before and after

  static func comparison(
    before: Tensor<Double>, after: Tensor<Double>, labels: [Int]
  ) throws -> (agreement: Double, lossBefore: Double, lossAfter: Double) {
    func loss(_ logits: Tensor<Double>) -> Double {
      let shifted = logits - logits.max(along: 1, keepingDimensions: true)
      let logs = shifted - shifted.exp().sum(along: 1, keepingDimensions: true).log()
      return -labels.indices.reduce(0) { $0 + logs[$1, labels[$1]] } / Double(labels.count)
    }
    let same = zip(before.argmax(along: 1).elements, after.argmax(along: 1).elements)
      .count { $0 == $1 }
    return (Double(same) / Double(labels.count), loss(before), loss(after))
  }

  // MARK: 7. What bounds the time

  static func roofline(
    sizes: [Int], batch: Int, bytesPerNumber: Int, peak: Double, bandwidth: Double
  ) throws -> (operations: Int, bytes: Int, seconds: Double) {
    var total = (operations: 0, bytes: 0, seconds: 0.0)
    for (inputs, outputs) in zip(sizes, sizes.dropFirst()) {
      let operations = 2 * batch * inputs * outputs + batch * outputs
      let numbers = inputs * outputs + outputs + batch * (inputs + outputs)
      let bytes = bytesPerNumber * numbers
      total.operations += operations
      total.bytes += bytes
      total.seconds += max(Double(operations) / peak, Double(bytes) / bandwidth)
    }
    return total
  }

  // MARK: 8. A round of a search

  static func halvingRound(
    draws: [Double], from lowest: Double, to highest: Double,
    loss: (_ setting: Double) throws -> Double
  ) throws -> [Double] {
    let (low, high) = (Double.log(lowest), Double.log(highest))
    let settings = draws.map { Double.exp(low + $0 * (high - low)) }
    let losses = try settings.map(loss).map { $0.isNaN ? .infinity : $0 }
    let ranking = settings.indices.sorted { (losses[$0], $0) < (losses[$1], $1) }
    return ranking.prefix((settings.count + 1) / 2).map { settings[$0] }
  }

  // MARK: 9. Many machines

  static func allReduce(
    _ buffers: [[Double]], send: (_ numbers: [Double], _ from: Int, _ to: Int) throws -> [Double]
  ) throws -> [[Double]] {
    var buffers = buffers
    let (workers, length) = (buffers.count, buffers[0].count)
    func chunk(_ number: Int) -> Range<Int> {
      let place = (number + 2 * workers) % workers
      return place * length / workers..<(place + 1) * length / workers
    }
    for step in 0..<workers - 1 {
      for worker in 0..<workers {
        let (next, part) = ((worker + 1) % workers, chunk(worker - step))
        let arrived = try send(Array(buffers[worker][part]), worker, next)
        for (i, number) in zip(part, arrived) { buffers[next][i] += number }
      }
    }
    for step in 0..<workers - 1 {
      for worker in 0..<workers {
        let (next, part) = ((worker + 1) % workers, chunk(worker + 1 - step))
        buffers[next].replaceSubrange(
          part, with: try send(Array(buffers[worker][part]), worker, next))
      }
    }
    return buffers
  }
}
