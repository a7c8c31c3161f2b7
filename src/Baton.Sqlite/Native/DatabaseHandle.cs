using Microsoft.Win32.SafeHandles;

namespace Baton.Sqlite.Native;

/// <summary>An open connection of SQLite's.</summary>
internal sealed class DatabaseHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>The variant that lets statements be freed after it: finalizers know no order.</summary>
    protected override bool ReleaseHandle() => Sqlite3.sqlite3_close_v2(handle) == Sqlite3.OK;
}
