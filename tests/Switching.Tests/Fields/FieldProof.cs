using System.Reflection;
using Tandem.Switching.Accounts;
using Tandem.Switching.Fields;

namespace Tandem.Switching.Tests.Fields;

/// <summary>Sets every field of a catalogue to a sample and looks at what that does to the object.</summary>
internal sealed class FieldProof<T>(FieldCatalogue<T> catalogue, T blank, IReadOnlyDictionary<string, string> samples) where T : class
{
    /// <summary>Every field reads its sample, prints it again, and an empty text takes it away.</summary>
    public void EveryFieldReadsWhatItPrints()
    {
        Assert.Equal(catalogue.Select(field => field.Name), samples.Keys);
        foreach (var field in catalogue)
        {
            Assert.Null(field.Read(blank, samples[field.Name], out var set));
            Assert.Equal((field.Name, samples[field.Name]), (field.Name, field.Print(set)));
            Assert.NotEqual(field.DefaultText, field.Print(set));
            Assert.Null(field.Read(set, samples[field.Name], out var same));
            Assert.Same(set, same);
            Assert.Null(field.Read(set, "", out var taken));
            Assert.Equal((field.Name, field.DefaultText), (field.Name, field.Print(taken)));
        }
    }

    /// <summary>The properties of the record that no field changes.</summary>
    public IEnumerable<string> PropertiesWithoutField()
    {
        var properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (var field in catalogue)
        {
            field.Read(blank, samples[field.Name], out var set);
            var touched = properties.Where(p => !Equals(p.GetValue(blank), p.GetValue(set))).ToList();
            Assert.Single(touched);
        }
        return properties.Where(property => !catalogue.Any(field => Changes(field, property))).Select(property => property.Name);
    }

    /// <summary>All samples at once.</summary>
    public T Full()
    {
        var problems = new List<Problem>();
        var full = catalogue.Apply(blank, samples, problems);
        Assert.Empty(problems);
        return full;
    }

    private bool Changes(ObjectField<T> field, PropertyInfo property)
    {
        field.Read(blank, samples[field.Name], out var set);
        return !Equals(property.GetValue(blank), property.GetValue(set));
    }
}
