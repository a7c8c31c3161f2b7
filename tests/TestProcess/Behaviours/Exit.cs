using System.Globalization;

namespace Baton.TestProcess.Behaviours;

/// <summary><c>exit [CODE]</c>: ends at once.</summary>
internal static class Exit
{
    public static int Run(string[] args) => args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 0;
}
