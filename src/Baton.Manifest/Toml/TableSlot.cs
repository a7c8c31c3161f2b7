using Baton.Manifest.Tree;

namespace Baton.Manifest.Toml;

/// <summary>One entry of a table while the file is read.</summary>
internal abstract class TableSlot(KeyPart key)
{
    /// <summary>The key, where it stood first.</summary>
    public KeyPart Key => key;

    /// <summary>What it is, for messages.</summary>
    public abstract string Kind { get; }

    /// <summary>The finished value.</summary>
    public abstract Node Build();

    /// <summary>A value that is closed: nothing can be added to it.</summary>
    public sealed class Closed(KeyPart key, Node value) : TableSlot(key)
    {
        public override string Kind => value is TableNode ? "an inline table" : value.Kind;

        public override Node Build() => value;
    }

    /// <summary>A table that is still open.</summary>
    public sealed class Table(KeyPart key, TableBuilder builder) : TableSlot(key)
    {
        public TableBuilder Builder => builder;

        public override string Kind => "a table";

        public override Node Build() => builder.Build();
    }

    /// <summary>An array of tables made by <c>[[header]]</c>s; headers below it speak of its last table.</summary>
    public sealed class Tables(KeyPart key, Place place) : TableSlot(key)
    {
        public List<TableBuilder> Builders { get; } = [];

        public override string Kind => "an array of tables";

        public override Node Build() => new ArrayNode(Builders.Select(b => (Node)b.Build()).ToArray(), place);
    }
}
