namespace Baton.Manifest.Schema;

/// <summary>Types that many keys have.</summary>
public static class SchemaTypes
{
    private const long Hour = 3600;
    private const long Day = 86_400;

    /// <summary>Text that is not empty.</summary>
    public static readonly SchemaType Text = new SchemaType.Text();
    /// <summary>Text, also none.</summary>
    public static readonly SchemaType AnyText = new SchemaType.Text(AllowEmpty: true);
    /// <summary>true or false.</summary>
    public static readonly SchemaType Flag = new SchemaType.Flag();
    /// <summary>Seconds, up to an hour.</summary>
    public static readonly SchemaType UpToAnHour = new SchemaType.Number(0, Hour);
    /// <summary>Seconds, up to a day.</summary>
    public static readonly SchemaType UpToADay = new SchemaType.Number(0, Day);
    /// <summary>A second to a day, in seconds.</summary>
    public static readonly SchemaType SecondToADay = new SchemaType.Number(1, Day);
    /// <summary>Whole seconds, up to an hour.</summary>
    public static readonly SchemaType WholeHour = new SchemaType.Whole(0, Hour);
    /// <summary>How often, up to a million.</summary>
    public static readonly SchemaType Times = new SchemaType.Whole(0, 1_000_000);
    /// <summary>A TCP or UDP port.</summary>
    public static readonly SchemaType Port = new SchemaType.Whole(1, 65_535);
    /// <summary>How many in a row, up to 1,000.</summary>
    public static readonly SchemaType Threshold = new SchemaType.Whole(1, 1000);
    /// <summary>A restart policy.</summary>
    public static readonly SchemaType Restart = new SchemaType.Word("never", "on-failure", "always");
    /// <summary>Texts.</summary>
    public static readonly SchemaType Texts = new SchemaType.Items(Text);
    /// <summary>Names with texts.</summary>
    public static readonly SchemaType Variables = new SchemaType.Map(AnyText);
    /// <summary>Absolute paths of devices.</summary>
    public static readonly SchemaType DevicePaths = new SchemaType.Items(new SchemaType.Text("^/"));
    /// <summary>What a service of a watchdog does when its device goes.</summary>
    public static readonly SchemaType DevicePolicy = new SchemaType.Word("immediate", "on_reconnect", "");

    /// <summary>A name that Baton makes part of paths, where it is a value.</summary>
    public static readonly SchemaType Name = new SchemaType.Text("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$");

    /// <summary>Text for the shell, or a program with its arguments, which may be empty; the program may not.</summary>
    public static readonly SchemaType Command = new SchemaType.Shared("command", new SchemaType.Either(new SchemaType.Text(@"\S"), new SchemaType.Items(AnyText, 1)));

    /// <summary>A number of bytes, or a number with a unit; 0, or at least 4 KiB.</summary>
    public static readonly SchemaType Size = SizeOf(new SchemaType.Whole(0, 0), new SchemaType.Whole(4096, 1L << 40));

    /// <summary>A user or a group, by name or by number.</summary>
    public static readonly SchemaType Account = new SchemaType.Either(Text, new SchemaType.Whole(0, uint.MaxValue - 1));

    /// <summary>A number of bytes in one of these ranges, or a number with a unit, whose bytes are not counted here.</summary>
    public static SchemaType SizeOf(params SchemaType.Whole[] bytes) =>
        new SchemaType.Either([.. bytes, new SchemaType.Text("^[0-9]+ ?([kKmMgGtT][iI]?)?[bB]$")]);
}
