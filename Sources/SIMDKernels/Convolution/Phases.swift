/// Copies each phase of an image with its padding: from [C, H, W] to [C, phases, extents], see ``WindowAxis``.
/// With a stride of 1 there is one phase, and it is the padded image.
func writePhases<Scalar: VectorScalar>(
  of image: UnsafePointer<Scalar>, _ problem: ConvolutionProblem,
  into phases: UnsafeMutablePointer<Scalar>
) {
  let (rows, columns) = (problem.rows, problem.columns)
  var target = phases
  for channel in 0..<problem.channels {
    let plane = image + channel * rows.input * columns.input
    for a in 0..<rows.phases {
      let insideRows = rows.inside(phase: a, below: rows.extent)
      for b in 0..<columns.phases {
        let inside = columns.inside(phase: b, below: columns.extent)
        for row in 0..<rows.extent {
          guard insideRows.contains(row), !inside.isEmpty else {
            target.update(repeating: 0, count: columns.extent)
            target += columns.extent
            continue
          }
          let first = inside.lowerBound * columns.stride + b - columns.padding
          let source =
            plane + (row * rows.stride + a - rows.padding) * columns.input + first
          for x in 0..<inside.lowerBound { target[x] = 0 }
          if columns.stride == 1 {
            copyImageRow(source, to: target + inside.lowerBound, count: inside.count)
          } else {
            for x in 0..<inside.count {
              target[inside.lowerBound + x] = source[x * columns.stride]
            }
          }
          for x in inside.upperBound..<columns.extent { target[x] = 0 }
          target += columns.extent
        }
      }
    }
  }
}

/// Where the window's elements meet the phases of ``writePhases(of:_:into:)`` first, C·KH·KW places.
func placesInPhases(_ problem: ConvolutionProblem, into places: UnsafeMutableBufferPointer<Int>) {
  let (rows, columns) = (problem.rows, problem.columns)
  var index = 0
  for channel in 0..<problem.channels {
    for i in 0..<rows.kernel {
      for j in 0..<columns.kernel {
        let phase =
          (channel * rows.phases + i % rows.stride) * columns.phases + j % columns.stride
        places[index] =
          (phase * rows.extent + i / rows.stride) * columns.extent + j / columns.stride
        index += 1
      }
    }
  }
}

/// Copies planes of rows to where rows and planes lie at other distances; what is between them there stays.
func copyPlanes<Scalar: VectorScalar>(
  _ source: UnsafePointer<Scalar>, planes: Int, rows: Int, columns: Int, rowStride: Int,
  planeStride: Int, into target: UnsafeMutablePointer<Scalar>, rowStride targetRowStride: Int,
  planeStride targetPlaneStride: Int
) {
  for plane in 0..<planes {
    for row in 0..<rows {
      copyImageRow(
        source + plane * planeStride + row * rowStride,
        to: target + plane * targetPlaneStride + row * targetRowStride, count: columns)
    }
  }
}

/// Copies a row of an image; a short one in a few registers, without a call.
@inline(__always)
func copyImageRow<Scalar: VectorScalar>(
  _ source: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>, count: Int
) {
  if count < 32 {
    copyRow(source, to: target, count: count, accumulate: false)
  } else {
    target.update(from: source, count: count)
  }
}
