"""The names of the crowd."""

FIRST_NAMES = (
    "Agnès Aisha Alba Alice Amélie Ana Anders Anouk Antoine Arjun Astrid Aurélie Beatriz Ben Björn Camila Carlos Carmen "
    "Chloé Clara Claire Daan Dario David Diego Elena Eleni Elin Emil Emma Enzo Erik Eva Fatima Femke Filip Fleur Florian "
    "Gabriel Georg Giulia Hannah Hugo Ida Igor Ingrid Isabel Ivan Jan Jana Joana Johan José Julia Karim Katya Kofi Lars "
    "Laura Lena Léo Lina Lucía Luis Magda Malik Manon Marek Maria Marta Mathilde Max Mia Miguel Mila Milan Mohamed Nadia "
    "Naomi Nathan Nina Noah Nora Oliver Omar Paola Paul Pauline Pedro Pia Priyanka Rafael Rania Raúl Renata Ricardo Sara "
    "Selma Simon Sofie Stefan Tamar Tessa Thomas Tilda Tim Ugo Uma Valeria Vera Victor Wanda Xavier Yann Yuki Zara"
)
LAST_NAMES = (
    "Alvarez Andersen Bakker Barbier Baumgartner Becker Benali Bergström Bernard Blanc Bonnet Bruno Carvalho Castro Chen "
    "Costa Dahl Delacroix Demir Díaz Dubois Dumas Eriksen Esposito Fabre Ferrari Fischer Fontaine Fournier Franco Gallo "
    "Garnier Gomes González Greco Gruber Haas Hansen Hoffmann Horvat Huber Ibáñez Ivanova Jansen Jensen Jovanović Kaya "
    "Keller Khan Klein Kovács Kowalski Kraus Lange Larsen Laurent Leclerc Lemaire Lopes Lorenz Lund Maier Marchetti Marin "
    "Martínez Mendes Mercier Meyer Molina Moreno Müller Navarro Nguyen Nielsen Novák Okonkwo Olsen Ortega Papadakis Park "
    "Pereira Perrin Popescu Ramos Ricci Romero Rossi Roux Ruiz Sánchez Santos Schmid Schneider Schulz Serrano Silva Smit "
    "Sousa Strand Suzuki Svensson Torres Traoré Vidal Visser Vogt Wagner Weber Wolf Yilmaz Zeman Zimmermann"
)
LANGUAGES = ("en", "en", "en", "fr", "fr", "fr", "de", "es", "it", "nl")
SUBJECTS = (
    "Where is my order?", "A question about grinding", "Invoice, please", "Change of address", "Refund", "Wrong bag",
    "My points are missing", "Pause the subscription", "Which coffee for a moka pot?", "Damaged parcel", "Gift wrapping",
    "Opening hours", "Two payments", "Decaf", "Wholesale prices", "The lid does not close", "Thank you", "Late parcel",
    "Collect in the shop", "A taste of something", "Delivery on Saturday", "Order not complete", "How fresh is it?",
    "The card does not work", "Spare parts", "Class on brewing", "Allergens", "A table for six", "Return label", "Tracking",
)  # fmt: skip
TAGS = (
    "late parcel",
    "refund",
    "subscription",
    "brewing",
    "wholesale",
    "invoice",
    "damaged",
    "gift",
    "points",
    "return",
)
