import DataLoading
import Foundation
import TensorCore
import Testing

/// Images of random numbers, no two pixels alike.
func randomImages(_ shape: Shape, seed: UInt64) -> Tensor<Double> {
  var generator = RandomGenerator(seed: seed)
  return .uniform(shape, using: &generator)
}

private let edges: [EdgeMode] = [.zero, .nearest, .reflect]

@Suite struct WarpTests {
  @Test(arguments: edges) func identityCopiesBits(edge: EdgeMode) {
    var elements = randomImages([2, 3, 4, 5], seed: 1).elements
    elements[7] = -0.0
    elements[8] = .nan
    elements[9] = .infinity
    let images = Tensor(shape: [2, 3, 4, 5], elements: elements)
    // A turn by 360° has the identity's numbers, but need not take its shortcut.
    for map in [AffineMap.identity, .rotation(degrees: 360), .shift(x: 0, y: 0)] {
      let result = warp(images, by: [map, map], outside: edge).elements
      #expect(result.map(\.bitPattern) == elements.map(\.bitPattern))
    }
  }

  /// A quarter turn moves every pixel onto another, exactly; counter-clockwise to the eye.
  @Test func quarterTurnsArePermutations() {
    for size in [1, 2, 5, 8] {
      let images = randomImages([1, 2, size, size], seed: 2)
      func turned(_ degrees: Double) -> Tensor<Double> {
        warp(images, by: [.rotation(degrees: degrees)])
      }
      for channel in 0..<2 {
        for row in 0..<size {
          for column in 0..<size {
            let pixel = images[0, channel, row, column]
            #expect(turned(90)[0, channel, size - 1 - column, row] == pixel)
            #expect(turned(-90)[0, channel, column, size - 1 - row] == pixel)
            #expect(turned(180)[0, channel, size - 1 - row, size - 1 - column] == pixel)
          }
        }
      }
    }
  }

  @Test(arguments: edges) func wholeShiftCopies(edge: EdgeMode) {
    let (height, width) = (4, 5)
    let images = randomImages([1, 1, height, width], seed: 3)
    for (dx, dy) in [(1, 0), (0, -1), (-2, 3), (7, 0), (0, 9)] {
      let shifted = warp(images, by: [.shift(x: Double(dx), y: Double(dy))], outside: edge)
      for row in 0..<height {
        for column in 0..<width {
          let expected = pixel(images, row - dy, column - dx, edge)
          #expect(
            shifted[0, 0, row, column] == expected, "\(edge) (\(dx), \(dy)) at \(row), \(column)")
        }
      }
    }
  }

  /// Against another way of sampling: the sum over all pixels, each weighted by a tent around it.
  @Test(arguments: edges) func againstASumOfTents(edge: EdgeMode) {
    let (height, width) = (5, 6)
    let images = randomImages([2, 2, height, width], seed: 4)
    let scale = 1.3
    let lean = tan(20 * Double.pi / 180)
    let angle = 33 * Double.pi / 180
    let maps: [(AffineMap, (Double, Double) -> (Double, Double))] = [
      // Where each point comes from, written out by hand.
      (.scale(scale), { x, y in (x / scale, y / scale) }),
      (.shear(degrees: 20), { x, y in (x - lean * y, y) }),
      (
        .rotation(degrees: 33),
        { x, y in (cos(angle) * x - sin(angle) * y, sin(angle) * x + cos(angle) * y) }
      ),
      (.shift(x: 0.3, y: -1.6), { x, y in (x - 0.3, y + 1.6) }),
      (
        AffineMap.scale(scale).then(.shift(x: 0.5, y: 0)),
        { x, y in ((x - 0.5) / scale, y / scale) }
      ),
    ]
    for (index, (map, source)) in maps.enumerated() {
      let result = warp(images, by: [map, .identity], outside: edge)
      #expect(result.slice(1..<2, along: 0) == images.slice(1..<2, along: 0))
      for channel in 0..<2 {
        for row in 0..<height {
          for column in 0..<width {
            let (x, y) = source(
              Double(column) - Double(width - 1) / 2, Double(row) - Double(height - 1) / 2)
            let expected = tents(
              images, channel, x + Double(width - 1) / 2, y + Double(height - 1) / 2, edge)
            #expect(
              abs(result[0, channel, row, column] - expected) < 1e-12,
              "map \(index), \(edge), at \(row), \(column)")
          }
        }
      }
    }
  }

  @Test func mapsAndTheirInverses() {
    let map = AffineMap.scale(1.5).then(.shear(degrees: 12)).then(.rotation(degrees: 70))
      .then(.shift(x: 3, y: -2))
    let images = randomImages([1, 1, 6, 6], seed: 5)
    let there = warp(images, by: [map.then(map.inverse)])
    #expect((there - images).abs().max() < 1e-12)
    // Scale and then shift is not shift and then scale.
    #expect(
      AffineMap.scale(2).then(.shift(x: 1, y: 0)) != AffineMap.shift(x: 1, y: 0).then(.scale(2)))
  }

  @Test func floatAndDoubleAgree() {
    let images = randomImages([1, 1, 7, 7], seed: 6)
    let map = AffineMap.rotation(degrees: 25)
    let single = warp(Tensor<Float>(images), by: [map])
    #expect((Tensor<Double>(single) - warp(images, by: [map])).abs().max() < 1e-6)
  }
}

/// The pixel of the first channel at a place that may lie outside, by the definition of the modes.
private func pixel(
  _ images: Tensor<Double>, _ row: Int, _ column: Int, _ edge: EdgeMode, channel: Int = 0
) -> Double {
  func inside(_ position: Int, _ extent: Int) -> Int? {
    var position = position
    if (0..<extent).contains(position) { return position }
    switch edge {
    case .zero: return nil
    case .nearest: return min(max(position, 0), extent - 1)
    case .reflect:
      // Step by step, as a ball between two walls.
      while !(0..<extent).contains(position) {
        position = position < 0 ? -position : 2 * (extent - 1) - position
      }
      return position
    }
  }
  guard let row = inside(row, images.shape[2]), let column = inside(column, images.shape[3]) else {
    return 0
  }
  return images[0, channel, row, column]
}

/// Σ max(0, 1 − |x − column|) · max(0, 1 − |y − row|) · pixel over a wide surrounding.
private func tents(
  _ images: Tensor<Double>, _ channel: Int, _ x: Double, _ y: Double, _ edge: EdgeMode
) -> Double {
  var sum = 0.0
  for row in -12...18 {
    for column in -12...18 {
      let weight =
        max(0, 1 - abs(x - Double(column))) * max(0, 1 - abs(y - Double(row)))
      if weight > 0 { sum += weight * pixel(images, row, column, edge, channel: channel) }
    }
  }
  return sum
}
