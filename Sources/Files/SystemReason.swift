import Foundation

/// Why the system has refused something, in its own words, such as "Permission denied", which Foundation
/// wraps in errors of its own.
package func systemReason(of error: any Error) -> String {
  let error = error as NSError
  if error.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(error.code))) }
  let cause = error.userInfo[NSUnderlyingErrorKey] as? any Error
  return cause.map(systemReason) ?? error.localizedDescription
}
