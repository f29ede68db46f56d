extension WindowPlan {
  /// A channel of an image as one element of the window sees it while the window takes all its places.
  struct Shift {
    /// The channel, counted through all images.
    let plane: Int
    /// Where in the images the element for row 0 and column 0 of places lies, or would lie.
    let start: Int
    /// How far apart in the images the elements for neighboring rows of places lie.
    let rowStep: Int
    /// The rows of places whose element lies inside the image.
    let rows: Range<Int>
    /// The columns of places whose element lies inside the image.
    let columns: Range<Int>
  }

  /// Visits, for each channel of the images, all elements of the window, in the order of memory.
  @inline(__always)
  func forEachShift(planes: Range<Int>, _ visit: (Shift) -> Void) {
    for plane in planes {
      for i in 0..<kernel.height {
        for j in 0..<kernel.width {
          let row = i * dilation.height - padding.height
          let column = j * dilation.width - padding.width
          visit(
            Shift(
              plane: plane, start: (plane * input.height + row) * input.width + column,
              rowStep: stride.height * input.width, rows: rowsInside(kernelRow: i),
              columns: columnsInside(kernelColumn: j)))
        }
      }
    }
  }

  /// All channels of all images.
  var planes: Range<Int> { 0..<batch * channels }

  /// The number of places of the window, OH·OW.
  package var placeCount: Int { output.height * output.width }

  /// The number of elements of a window in one channel, KH·KW.
  var windowSize: Int { kernel.height * kernel.width }

  /// The number of elements of one channel of an image, H·W.
  var planeSize: Int { input.height * input.width }
}
