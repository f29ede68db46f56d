import TensorCore
import TestSupport
import Testing

@Suite struct SlicingTests {
  @Test func everyKindOfRange() {
    let x: Tensor<Float> = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    #expect(x[0..<2] == [[1, 2, 3], [4, 5, 6]])
    #expect(x[1...2] == [[4, 5, 6], [7, 8, 9]])
    #expect(x[2...] == [[7, 8, 9]])
    #expect(x[..<1] == [[1, 2, 3]])
    #expect(x[...1] == [[1, 2, 3], [4, 5, 6]])
    #expect(x[0..., 1..<2] == [[2], [5], [8]])
    #expect(x[1, 0...] == [4, 5, 6])
    #expect(x[0..., 2] == [3, 6, 9])
    #expect(x[3...].shape == [0, 3])
    #expect(x[1..<1, ..<0].shape == [0, 0])
    let row: Tensor<Float> = x[1]
    #expect(row == [4, 5, 6])
    #expect(x.slice(1..<3, along: 1) == [[2, 3], [5, 6], [8, 9]])
    #expect(x.slice(1..<3, along: -1) == x.slice(1..<3, along: 1))
    #expect(x.slice(0..<1, along: 0) == [[1, 2, 3]])
  }

  @Test(arguments: UInt64(0)..<200)
  func randomPartsAreReadAndWritten(seed: UInt64) {
    checkRandomPart(Float.self, seed: seed)
    checkRandomPart(Double.self, seed: seed)
  }

  private func checkRandomPart<S: TensorScalar>(_: S.Type, seed: UInt64) {
    var generator = RandomGenerator(seed: seed)
    let shape = randomShape(maximumRank: 4, extents: [0, 1, 2, 3, 5, 7], using: &generator)
    var x = Tensor<S>.random(shape, seed: seed)
    var expected = OracleTensor(x)

    // Axes after the last selection are whole.
    let named = generator.uniformInteger(below: shape.count + 1)
    var selections: [any AxisSelection] = []
    var indices: [[Int]] = []
    var keptShape: [Int] = []
    for (axis, extent) in shape.enumerated() {
      let low = generator.uniformInteger(below: extent + 1)
      let high = low + generator.uniformInteger(below: extent - low + 1)
      let kind = generator.uniformInteger(below: 6)
      if axis >= named {
        indices.append(Array(0..<extent))
      } else if kind == 0 && low < extent {
        selections.append(low)
        indices.append([low])
        continue
      } else if kind == 1 {
        selections.append(low...)
        indices.append(Array(low..<extent))
      } else if kind == 2 {
        selections.append(..<high)
        indices.append(Array(0..<high))
      } else if kind == 3 && low < high {
        selections.append(low...(high - 1))
        indices.append(Array(low..<high))
      } else if kind == 4 && high > 0 {
        selections.append(...(high - 1))
        indices.append(Array(0..<high))
      } else {
        selections.append(low..<high)
        indices.append(Array(low..<high))
      }
      keptShape.append(indices.last!.count)
    }
    let part = expected.part(indices).reshaped(to: keptShape)
    #expect(difference(read(x, selections), part) == nil, "seed \(seed)")

    let replacement = Tensor<S>.random(keptShape, seed: seed + 1)
    write(&x, selections, replacement)
    for (number, position) in positions(in: indices.map(\.count)).enumerated() {
      expected[zip(indices, position).map { $0[$1] }] = replacement.elements[number]
    }
    #expect(difference(x, expected) == nil, "seed \(seed)")
  }

  @Test func slicesAlongEachAxis() {
    for shape in shapes(upToRank: 4, extents: [1, 3]) {
      let x = Tensor<Double>.random(shape, seed: 4)
      for axis in shape.indices {
        for low in 0...shape[axis] {
          for high in low...shape[axis] {
            var indices = shape.map { Array(0..<$0) }
            indices[axis] = Array(low..<high)
            let expected = OracleTensor(x).part(indices)
            #expect(difference(x.slice(low..<high, along: axis), expected) == nil)
            #expect(difference(x.slice(low..<high, along: axis - shape.count), expected) == nil)
          }
        }
      }
    }
  }

  @Test func aSliceIsUpdatedInPlace() {
    var x: Tensor<Float> = [[1, 2], [3, 4]]
    x[0..., 1] += [10, 20]
    #expect(x == [[1, 12], [3, 24]])
    x[0..<1] = x[1..<2]
    #expect(x == [[3, 24], [3, 24]])
    x[0...] = x
    #expect(x == [[3, 24], [3, 24]])
    let number: Tensor<Float> = x[1, 1...][0..<1]
    #expect(number == [24])
  }
}

/// Reads a part; a list cannot be passed on as variadic arguments.
private func read<Element>(
  _ x: Tensor<Element>, _ s: [any AxisSelection]
) -> Tensor<Element> {
  switch s.count {
  case 0: x[]
  case 1: x[s[0]]
  case 2: x[s[0], s[1]]
  case 3: x[s[0], s[1], s[2]]
  default: x[s[0], s[1], s[2], s[3]]
  }
}

private func write<Element>(
  _ x: inout Tensor<Element>, _ s: [any AxisSelection], _ part: Tensor<Element>
) {
  switch s.count {
  case 0: x[] = part
  case 1: x[s[0]] = part
  case 2: x[s[0], s[1]] = part
  case 3: x[s[0], s[1], s[2]] = part
  default: x[s[0], s[1], s[2], s[3]] = part
  }
}
