using Microsoft.Win32.SafeHandles;

namespace Baton.Sqlite.Native;

/// <summary>A prepared statement of SQLite's.</summary>
internal sealed class StatementHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>What it returns is the error of the last step, which was told then.</summary>
    protected override bool ReleaseHandle()
    {
        _ = Sqlite3.sqlite3_finalize(handle);
        return true;
    }
}
