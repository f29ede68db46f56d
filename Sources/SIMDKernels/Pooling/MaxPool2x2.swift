// The most frequent pooling: windows of 2 × 2 elements that lie side by side.

/// The largest element of each window of 2 × 2: from [planes, height, width] to
/// [planes, height / 2, width / 2], rounded down. A NaN in a window is its largest element.
///
/// - Parameters:
///   - x: `planes * height * width` numbers.
///   - y: Room for `planes * (height / 2) * (width / 2)` numbers; must not overlap `x`.
///   - planes: The number of images and channels.
///   - height: The rows of an image.
///   - width: The columns of an image, at least 8.
///   - threads: The most threads to use. The result does not depend on it.
func maxPool2x2<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>, planes: Int, height: Int,
  width: Int, threads: Int
) {
  let images = PooledImages(planes: planes, height: height, width: width, threads: threads)
  poolMaxima(Scalar.Four.self, images, x, into: y)
}

/// The gradient of `maxPool2x2`: each upstream number goes to the element that was the largest of its
/// window, the first of several equal ones or the first NaN; all other elements get 0.
///
/// - Parameters:
///   - x: What was pooled, `planes * height * width` numbers.
///   - upstream: `planes * (height / 2) * (width / 2)` numbers.
///   - gradient: Room for as many numbers as `x`; must overlap neither.
///   - planes: The number of images and channels.
///   - height: The rows of an image.
///   - width: The columns of an image, at least 8.
///   - threads: The most threads to use. The result does not depend on it.
func maxPool2x2Gradient<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, _ upstream: UnsafePointer<Scalar>,
  into gradient: UnsafeMutablePointer<Scalar>, planes: Int, height: Int, width: Int, threads: Int
) {
  let images = PooledImages(planes: planes, height: height, width: width, threads: threads)
  spreadToMaxima(Scalar.Four.self, images, x, upstream, into: gradient)
}

@inline(__always)
private func poolMaxima<Four: Quadruple>(
  _: Four.Type, _ images: PooledImages, _ x: UnsafePointer<Four.Scalar>,
  into y: UnsafeMutablePointer<Four.Scalar>
) {
  images.forEachRow { input, output in
    let (top, bottom) = (x + input, x + input + images.width)
    images.forEachFour { column in
      let (a, b) = Four.loadPairs(top + 2 * column)
      let (c, d) = Four.loadPairs(bottom + 2 * column)
      let firstTwo = a.replacing(with: b, where: b.beats(a))
      let firstThree = firstTwo.replacing(with: c, where: c.beats(firstTwo))
      firstThree.replacing(with: d, where: d.beats(firstThree)).store(to: y + output + column)
    }
  }
}

@inline(__always)
private func spreadToMaxima<Four: Quadruple>(
  _: Four.Type, _ images: PooledImages, _ x: UnsafePointer<Four.Scalar>,
  _ upstream: UnsafePointer<Four.Scalar>, into gradient: UnsafeMutablePointer<Four.Scalar>
) {
  let none = Four(zero: ())
  images.forEachRow { input, output in
    let (top, bottom) = (input, input + images.width)
    images.forEachFour { column in
      let (a, b) = Four.loadPairs(x + top + 2 * column)
      let (c, d) = Four.loadPairs(x + bottom + 2 * column)
      let bWins = b.beats(a)
      let firstTwo = a.replacing(with: b, where: bWins)
      let cWins = c.beats(firstTwo)
      let firstThree = firstTwo.replacing(with: c, where: cWins)
      let dWins = d.beats(firstThree)
      // What the last winner does not take is left to those before it.
      let u = Four(loading: upstream + output + column)
      let toFirstThree = u.replacing(with: none, where: dWins)
      let toFirstTwo = toFirstThree.replacing(with: none, where: cWins)
      Four.storePairs(
        even: toFirstTwo.replacing(with: none, where: bWins),
        odd: none.replacing(with: toFirstTwo, where: bWins), to: gradient + top + 2 * column)
      Four.storePairs(
        even: none.replacing(with: toFirstThree, where: cWins),
        odd: none.replacing(with: u, where: dWins), to: gradient + bottom + 2 * column)
    }
    // A last column that no window reaches.
    if images.width % 2 == 1 {
      none.storeFirst(to: gradient + top + images.width - 1)
      none.storeFirst(to: gradient + bottom + images.width - 1)
    }
  }
  // A last row that no window reaches.
  guard images.height % 2 == 1 else { return }
  for plane in 0..<images.planes {
    let row = gradient + ((plane + 1) * images.height - 1) * images.width
    for column in 0..<images.width { none.storeFirst(to: row + column) }
  }
}

/// Images [planes, height, width] as the windows see them.
private struct PooledImages {
  let planes: Int
  let height: Int
  let width: Int
  let threads: Int

  /// Visits each row of windows with the place of its upper left element in the images and that of its
  /// first window in the result.
  @inline(__always)
  func forEachRow(_ visit: (_ input: Int, _ output: Int) -> Void) {
    let (rows, columns) = (height / 2, width / 2)
    // So many that each part is worth waking a thread.
    let planesAtOnce = max(1, (1 << 16) / max(height * width, 1))
    parallel(count: planes, size: planesAtOnce, threads: threads) { start, count in
      for plane in start..<start + count {
        for row in 0..<rows {
          visit((plane * height + 2 * row) * width, (plane * rows + row) * columns)
        }
      }
    }
  }

  /// Visits the columns of a row of windows, four at a time. The last four may overlap the four before:
  /// computing some twice costs less than a loop of its own for the rest.
  @inline(__always)
  func forEachFour(_ visit: (_ column: Int) -> Void) {
    let last = width / 2 - 4
    var column = 0
    while column < last {
      visit(column)
      column += 4
    }
    visit(last)
  }
}
